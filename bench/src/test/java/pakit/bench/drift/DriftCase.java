package pakit.bench.drift;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import pakit.ml.drift.DriftReport;
import pakit.ml.drift.DriftWatch;
import pakit.ml.drift.SeriesReport;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Manifest;

/// One watch on one stream.
///
/// @param watched `columns`, or a series and its detector with a slash between
/// @param stream in words
/// @param perSecond how many events come in a second
/// @param extent of a full measurement
record DriftCase(
        String watched,
        String stream,
        double perSecond,
        Extent extent,
        DriftStream.Maker before,
        DriftStream.Maker after) {
    static final String COLUMNS = "columns";

    /// How often columns are looked at.
    private static final int LOOK = 50;

    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<Manifest> LIVE = List.of(DefaultModels.artifacts(CompressionPredictor.NAME::equals)
            .getFirst()
            .manifest());

    /// What came of it.
    ///
    /// @param quiet events without a shift
    /// @param alarms in these
    /// @param delays in events, of the shifts that were noticed, the shortest first
    /// @param shifts how many there were
    record Figures(long quiet, long alarms, List<Long> delays, int shifts) {
        double alarmsADay(double perSecond) {
            return alarms * perSecond * Duration.ofDays(1).toSeconds() / quiet;
        }

        long delay(double quantile) {
            return delays.get((int) Math.ceil(quantile * delays.size()) - 1);
        }
    }

    /// How much is played.
    ///
    /// @param quiet events without a shift
    /// @param shifts streams that shift
    /// @param before events before each
    /// @param until events after which a shift counts as missed
    record Extent(int quiet, int shifts, int before, int until) {
        /// A hundredth, to see that it runs.
        Extent quick() {
            return new Extent(quiet / 100, 2, before, until);
        }
    }

    Figures play(Extent extent) {
        Play quiet = new Play(new SplittableRandom(17));
        quiet.tell(before.of(quiet.random), extent.quiet, false);
        List<Long> delays = new ArrayList<>();
        for (int shift = 0; shift < extent.shifts; shift++) {
            Play shifted = new Play(new SplittableRandom(1_000_003L * shift + 5));
            shifted.tell(before.of(shifted.random), extent.before, false);
            long told = shifted.told;
            shifted.alarms.removeIf(alarm -> alarm < told); // of the quiet values, which are counted above
            shifted.tell(after.of(shifted.random), extent.until, true);
            shifted.alarms.stream().findFirst().ifPresent(alarm -> delays.add(alarm - told + 1));
        }
        delays.sort(Comparator.naturalOrder());
        return new Figures(extent.quiet, quiet.alarms.size(), delays, extent.shifts);
    }

    /// A watch that is told of a stream.
    private final class Play {
        private final SplittableRandom random;
        private final DriftWatch watch = new DriftWatch();
        private final List<Long> alarms = new ArrayList<>();
        private boolean moved;
        private Optional<Instant> last = Optional.empty();
        private long told;

        Play(SplittableRandom random) {
            this.random = random;
            watch.follow(() -> LIVE);
        }

        /// @param once whether one alarm is enough
        void tell(DriftStream stream, int values, boolean once) {
            for (int i = 0; i < values && !(once && !alarms.isEmpty()); i++) {
                watch.accept(stream.next(BEGIN.plusNanos((long) (told++ * 1e9 / perSecond))));
                if (told % LOOK == 0) {
                    look();
                }
            }
        }

        private void look() {
            if (watched.equals(COLUMNS)) {
                boolean now = watch.reports().stream().map(DriftReport::moved).anyMatch(columns -> !columns.isEmpty());
                if (now && !moved) {
                    alarms.add(told - 1);
                }
                moved = now;
            } else {
                Optional<Instant> risen = risen();
                risen.filter(at -> !risen.equals(last))
                        .ifPresent(at -> alarms.add(
                                Math.round(Duration.between(BEGIN, at).toNanos() * 1e-9 * perSecond)));
                last = risen;
            }
        }

        /// When the newest rise was noticed.
        private Optional<Instant> risen() {
            String[] names = watched.split("/");
            return watch.series().stream()
                    .filter(report -> report.series().equals(names[0]))
                    .flatMap(report -> report.changes().stream())
                    .filter(change -> change.detector().equals(names[1]) && change.isRise())
                    .map(SeriesReport.Change::at)
                    .findFirst();
        }
    }
}
