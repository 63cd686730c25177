package pakit.ml.drift;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How one series stands over time, and when its mean changed.
///
/// @param series `regret`, `wrong_choices` or `failed_hints`
/// @param values that were seen
/// @param percent mean since the last change; 0 without values
/// @param changes the newest one of each detector that noticed any
public record SeriesReport(String series, long values, double percent, List<Change> changes) {
    public SeriesReport {
        changes = List.copyOf(changes);
    }

    /// @param detector `adwin` or `page_hinkley`
    /// @param since when the change came, by the values that differ; at most [SeriesWatch#TIMES_MAX] back
    /// @param at when it was noticed first
    /// @param from mean in percent before, and `to`: after
    /// @param until when a rise was over, if it is: the mean fell, or came back by itself
    public record Change(
            String detector,
            Instant since,
            Instant at,
            double from,
            double to,
            @Nullable Instant until) {
        public boolean isRise() {
            return to > from;
        }

        /// Whether the mean is still up.
        public boolean lasts() {
            return isRise() && until == null;
        }

        Change over(Instant when) {
            return new Change(detector, since, at, from, to, when);
        }

        /// As in `rose from 0.6 % to 3.4 %`.
        public String words() {
            return String.format(Locale.ROOT, "%s from %.1f %% to %.1f %%", isRise() ? "rose" : "fell", from, to);
        }
    }

    /// Those that still last.
    public List<Change> rises() {
        return changes.stream().filter(Change::lasts).toList();
    }

    /// In words, as in `wrong choices`.
    public String title() {
        return series.replace('_', ' ');
    }
}
