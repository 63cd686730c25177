package pakit.jobs;

import java.time.Duration;
import java.util.List;

/// When models are trained again, and within which limits.
///
/// @param models that may be
/// @param every how often; zero: not by the clock
/// @param trigger whether drift is a reason
/// @param blocksMin that the telemetry must hold
/// @param backOff how long after a job the next automatic one comes at the earliest; doubled for each one in a row that
///     did not end well, up to a week
/// @param trainMax how long a training may take
/// @param heapMiB what its process may use
public record RetrainingSettings(
        List<String> models,
        Duration every,
        Trigger trigger,
        int blocksMin,
        Duration backOff,
        Duration trainMax,
        int heapMiB,
        Shadow shadow,
        Ramp ramp) {
    private static final Duration BACK_OFF_MAX = Duration.ofDays(7);

    /// What begins jobs beside the clock.
    public enum Trigger {
        NOTHING,
        DRIFT
    }

    /// @param share of the traffic
    /// @param questions that both versions must have answered
    /// @param max how long that may take
    public record Shadow(double share, long questions, Duration max) {}

    /// @param percents of the traffic, step by step
    /// @param stepMin how long a step takes at least
    /// @param eventsMin that each arm needs in a step
    /// @param margin by how much a metric may be worse without mattering
    public record Ramp(List<Double> percents, Duration stepMin, long eventsMin, double margin) {
        public Ramp {
            percents = List.copyOf(percents);
        }
    }

    public RetrainingSettings {
        models = List.copyOf(models);
        if (every.isNegative() || backOff.isNegative() || trainMax.isNegative() || trainMax.isZero()) {
            throw new IllegalArgumentException("retraining: 'every' and 'back-off' must not be negative and 'train-max'"
                    + " must be positive, found " + every + ", " + backOff + " and " + trainMax);
        }
        if (blocksMin < 1 || heapMiB < 64 || !(shadow.share() >= 0 && shadow.share() <= 1)) {
            throw new IllegalArgumentException("retraining: 'blocks-min' must be positive, 'heap' at least 64 MiB and"
                    + " 'shadow-share' a share, found " + blocksMin + ", " + heapMiB + " MiB and " + shadow.share());
        }
    }

    /// Whether jobs begin by themselves.
    boolean isAutomatic() {
        return !every.isZero() || trigger == Trigger.DRIFT;
    }

    /// How long to wait after the last of `failures` jobs in a row that did not end well.
    Duration pause(int failures) {
        Duration pause = backOff.multipliedBy(1L << Math.min(failures, 20));
        return pause.compareTo(BACK_OFF_MAX) > 0 ? BACK_OFF_MAX : pause;
    }
}
