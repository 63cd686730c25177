package pakit.jobs;

import java.time.Duration;
import java.util.List;
import pakit.training.TrainingData;

/// When models are trained again, and within which limits.
///
/// @param models that may be
/// @param every how often; zero: not by the clock
/// @param trigger whether drift is a reason
/// @param blocksMin that the telemetry must hold
/// @param backOff how long after a job the next automatic one comes at the earliest; doubled for each one in a row that
///     did not end well, up to a week
/// @param inferiorityMax points of regret that a version may be worse than the live one on the newest own blocks, at
///     the worse end of the interval; on the average it must be better
public record RetrainingSettings(
        List<String> models,
        Duration every,
        Trigger trigger,
        int blocksMin,
        Duration backOff,
        double inferiorityMax,
        Fit fit,
        Shadow shadow,
        Ramp ramp) {
    private static final Duration BACK_OFF_MAX = Duration.ofDays(7);

    /// What begins jobs beside the clock.
    public enum Trigger {
        NOTHING,
        DRIFT
    }

    /// One training, in a process of its own.
    ///
    /// @param ownWeight how many shipped blocks of its size a block of this node counts as
    /// @param max how long it may take
    /// @param heapMiB what its process may use
    /// @param nice how much it gives way to others, 0 to [#NICE_MAX], with which it runs only where nobody else wants
    /// to
    public record Fit(double ownWeight, Duration max, int heapMiB, int nice) {
        static final int NICE_MAX = 19;

        public Fit {
            if (!(ownWeight >= 1 && ownWeight <= TrainingData.Own.OWN_WEIGHT_MAX) || nice < 0 || nice > NICE_MAX) {
                throw new IllegalArgumentException(
                        "retraining: 'own-weight' must be 1 to " + TrainingData.Own.OWN_WEIGHT_MAX + " and 'nice' 0 to "
                                + NICE_MAX + ", found " + ownWeight + " and " + nice);
            }
            if (max.isNegative() || max.isZero() || heapMiB < 64) {
                throw new IllegalArgumentException(
                        "retraining: 'train-max' must be positive and 'heap' at least 64 MiB," + " found " + max
                                + " and " + heapMiB + " MiB");
            }
        }
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
        if (every.isNegative() || backOff.isNegative()) {
            throw new IllegalArgumentException(
                    "retraining: 'every' and 'back-off' must not be negative, found " + every + " and " + backOff);
        }
        if (blocksMin < 1 || !(shadow.share() >= 0 && shadow.share() <= 1)) {
            throw new IllegalArgumentException("retraining: 'blocks-min' must be positive and 'shadow-share' a share,"
                    + " found " + blocksMin + " and " + shadow.share());
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
