package pakit.ml.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// One unit in an experiment that runs: its arm, and where it is counted what comes of it. The unit is looked up once,
/// so that all it does is served by one arm and counted in one phase, whatever the ramp decides meanwhile. After the
/// end of the experiment nothing is counted. Recording takes no lock. Thread-safe.
public final class Trial {
    private final Experiment experiment;
    private final Assignment unit;
    private final ArmTally tally;
    private final BucketSums successes;

    /// One metric of a trial.
    public interface Recorder {
        /// @param value finite
        void record(double value);
    }

    Trial(Experiment experiment, Experiment.Phase phase, Assignment unit) {
        this.experiment = experiment;
        this.unit = unit;
        this.tally = phase.arms().get(unit.arm());
        this.successes = tally.sums(Goal.SUCCESS);
    }

    public ExperimentPlan plan() {
        return experiment.plan();
    }

    /// What serves the unit.
    public Arm arm() {
        return plan().arms().get(unit.arm());
    }

    /// The unit was served by its arm.
    public void impression() {
        if (counts()) {
            tally.impression(unit.bucket());
        }
    }

    /// What came of serving the unit once.
    ///
    /// @param latencyMs milliseconds, 0 or more
    /// @throws PakitException.Invalid if it is anything else; nothing is counted then
    public void result(boolean success, double latencyMs) {
        requireLatency(latencyMs);
        if (counts()) {
            successes.add(unit.bucket(), success ? 1 : 0);
            tally.latency(unit.bucket(), latencyMs);
        }
    }

    /// All that came of serving the unit once, or nothing: an impression, a result, and further metrics by name.
    public void served(boolean success, double latencyMs, Map<String, Double> metrics) {
        requireLatency(latencyMs);
        served(metrics);
        result(success, latencyMs);
    }

    /// As [#served(boolean, double, Map)], without a result yet.
    public void served(Map<String, Double> metrics) {
        metrics.forEach(Trial::requireFinite);
        if (metrics.containsKey(Goal.SUCCESS) || metrics.containsKey(Goal.LATENCY_MS)) {
            throw new PakitException.Invalid(
                    "success and latency are told by a result, not among the metrics " + metrics.keySet());
        }
        Map<Recorder, Double> recorders = new LinkedHashMap<>();
        metrics.forEach((metric, value) -> recorders.put(metric(metric), value));
        impression();
        recorders.forEach(Recorder::record);
    }

    /// A further metric, to be recorded many times.
    ///
    /// @param metric lower-case letters, digits and _; `cost`, `stored_bytes` and `regret` are those of the store
    /// @throws PakitException.Refused if the experiment has too many metrics
    public Recorder metric(String metric) {
        BucketSums sums = tally.sums(Goal.requireName(metric));
        boolean latency = metric.equals(Goal.LATENCY_MS);
        return value -> {
            requireFinite(metric, value);
            if (latency) {
                requireLatency(value);
            }
            if (counts() && latency) {
                tally.latency(unit.bucket(), value);
            } else if (counts()) {
                sums.add(unit.bucket(), value);
            }
        };
    }

    /// The unit stored a block that was new.
    public void stored(BlockId block) {
        experiment.sharing().stored(unit.arm(), block);
    }

    /// The unit put a block that was there already.
    public void known(BlockId block) {
        experiment.sharing().known(unit.arm(), block);
    }

    static void requireLatency(double latencyMs) {
        if (!(latencyMs >= 0) || Double.isInfinite(latencyMs)) {
            throw new PakitException.Invalid("latencyMs must be finite and not negative, found " + latencyMs);
        }
    }

    static void requireFinite(String metric, double value) {
        if (!Double.isFinite(value)) {
            throw new PakitException.Invalid("metric " + metric + " must be finite, found " + value);
        }
    }

    private boolean counts() {
        return experiment.state().isRunning();
    }
}
