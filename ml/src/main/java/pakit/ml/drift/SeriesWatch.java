package pakit.ml.drift;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import pakit.stats.Adwin;
import pakit.stats.Moments;
import pakit.stats.PageHinkley;

/// Notices when the mean of one series changes, by two detectors in constant memory: a window that adapts, which sees
/// changes of any size in time, and a sum of what lies above the mean, which sees large ones sooner. Not thread-safe.
///
/// ```
///            add: up                        add: down, or a stretch near `from`
///  steady ───────────► a rise that lasts ───────────────────────────────────► steady
/// ```
final class SeriesWatch {
    /// How far back the time of a change is known.
    static final int TIMES_MAX = 4096;

    /// Of what follows a rise, so many values at a time are asked whether the mean is back.
    static final int STRETCH = 1024;

    /// Chance of a false alarm at a look, and there is one at 32 values.
    private static final double DELTA = 1e-4;

    /// What notices changes.
    enum Detector {
        ADWIN,
        PAGE_HINKLEY;

        final String label = name().toLowerCase(Locale.ROOT);
    }

    private final WatchedSeries series;
    private final Adwin adwin = new Adwin(DELTA);
    private PageHinkley rise;
    private PageHinkley fall;
    private final Instant[] times = new Instant[TIMES_MAX];
    private final Map<Detector, SeriesReport.Change> newest = new EnumMap<>(Detector.class);
    private final Map<Detector, Long> noticed = new EnumMap<>(Detector.class);
    private long values;
    private Moments stretch = Moments.EMPTY;

    SeriesWatch(WatchedSeries series) {
        this.series = series;
        this.rise = new PageHinkley(series.settings);
        this.fall = new PageHinkley(series.settings);
    }

    /// Takes the value, unless it comes too soon after the one before it: blocks of one file come together and are
    /// alike, and to both detectors they would look like a change.
    void add(Instant at, double percent) {
        if (isTooSoon(at)) {
            return;
        }
        times[(int) (values++ % TIMES_MAX)] = at;
        double value = Math.clamp(percent, 0, series.percentMax) / series.percentMax;
        endRises(at, value);
        askAdwin(at, value);
        askPageHinkley(at, value);
    }

    private boolean isTooSoon(Instant at) {
        Instant last = values == 0 ? Instant.MIN : time(1);
        return !at.isBefore(last) && at.isBefore(last.plus(series.apart));
    }

    private void askAdwin(Instant at, double value) {
        Moments before = adwin.window().plus(value);
        if (adwin.add(value)) {
            Moments after = adwin.window();
            double dropped = before.count() - after.count();
            double mean = (before.mean() * before.count() - after.mean() * after.count()) / dropped;
            note(Detector.ADWIN, at, after.count(), Math.clamp(mean, 0, 1), after.mean());
        }
    }

    private void askPageHinkley(Instant at, double value) {
        if (rise.add(value)) {
            PageHinkley.Rise up = rise.newest();
            note(Detector.PAGE_HINKLEY, at, up.values(), up.from(), up.to());
            fall = new PageHinkley(series.settings); // or it would compare with the mean from before
        } else if (fall.add(-value)) {
            PageHinkley.Rise down = fall.newest();
            note(Detector.PAGE_HINKLEY, at, down.values(), -down.from(), -down.to());
            rise = new PageHinkley(series.settings);
        }
    }

    /// @param after how many values came after the change
    private void note(Detector detector, Instant at, long after, double from, double to) {
        SeriesReport.Change found = new SeriesReport.Change(
                detector.label, time(after), at, series.percentMax * from, series.percentMax * to, null);
        SeriesReport.Change before = newest.get(detector);
        if (before != null && isStepOf(before, found)) {
            newest.put(
                    detector,
                    new SeriesReport.Change(
                            detector.label, found.since(), before.at(), before.from(), found.to(), before.until()));
            return;
        }
        newest.put(detector, found);
        noticed.merge(detector, 1L, Long::sum);
        stretch = Moments.EMPTY;
        if (!found.isRise()) {
            newest.replaceAll((other, change) -> change.lasts() ? change.over(at) : change);
        }
    }

    /// A window drops its old part bit by bit: steps in one direction, of values from before the change was noticed,
    /// are one change.
    private static boolean isStepOf(SeriesReport.Change before, SeriesReport.Change step) {
        return before.isRise() == step.isRise() && step.since().isBefore(before.at());
    }

    /// Of the value that is as many back.
    private Instant time(long back) {
        long known = Math.min(back, Math.min(values, TIMES_MAX));
        return times[(int) ((values - known) % TIMES_MAX)];
    }

    /// A rise of which nothing is left was none, or went as slowly as it came.
    private void endRises(Instant at, double value) {
        if (newest.values().stream().noneMatch(SeriesReport.Change::lasts)) {
            return;
        }
        stretch = stretch.plus(value);
        if (stretch.count() == STRETCH) {
            double percent = series.percentMax * stretch.mean();
            newest.replaceAll((detector, change) ->
                    change.lasts() && percent < (change.from() + change.to()) / 2 ? change.over(at) : change);
            stretch = Moments.EMPTY;
        }
    }

    /// How many changes that detector noticed.
    long noticed(Detector detector) {
        return noticed.getOrDefault(detector, 0L);
    }

    SeriesReport report() {
        List<SeriesReport.Change> changes = new ArrayList<>(newest.values());
        return new SeriesReport(
                series.label, values, series.percentMax * adwin.window().mean(), changes);
    }
}
