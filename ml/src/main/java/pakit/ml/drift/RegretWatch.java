package pakit.ml.drift;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.stats.Adwin;

/// Notices when the mean of the oracle's regret changes. Thread-safe.
public final class RegretWatch {
    /// Chance of a false alarm at a look, and there is one at 32 tries.
    private static final double DELTA = 1e-4;

    /// What costs more counts as this much: one bad choice among thousands must not look like a change, and the smaller
    /// the range of values, the sooner a change of their mean is sure.
    private static final double PERCENT_MAX = 20;

    private final Adwin adwin = new Adwin(DELTA);
    private @Nullable Change newest;
    private long changes;

    /// @param at when it was noticed first
    /// @param from mean in percent before, and `to`: between the change and the last time it was noticed
    public record Change(Instant at, double from, double to) {
        public boolean isRise() {
            return to > from;
        }
    }

    /// @param percent what a decision cost more than the cheapest
    synchronized void add(Instant at, double percent) {
        if (!Double.isFinite(percent)) {
            return;
        }
        double before = PERCENT_MAX * adwin.window().mean();
        if (adwin.add(Math.clamp(percent, 0, PERCENT_MAX) / PERCENT_MAX)) {
            newest = next(new Change(at, before, PERCENT_MAX * adwin.window().mean()));
            changes++;
        }
    }

    /// A window drops its old part bit by bit: steps in one direction are one change.
    private Change next(Change step) {
        Change before = newest;
        return before != null && before.isRise() == step.isRise()
                ? new Change(before.at(), before.from(), step.to())
                : step;
    }

    synchronized Optional<Change> newest() {
        return Optional.ofNullable(newest);
    }

    synchronized long changes() {
        return changes;
    }
}
