package pakit.inference;

import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.ExperimentPlan;
import pakit.ml.experiment.Trial;
import pakit.ml.serving.Lease;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Prediction;

/// Predictions in experiments between versions: the arm of the unit says which version answers, and what came of it is
/// recorded. Experiments against a baseline are about hints; who asks a model by name wants its answer. Thread-safe.
final class VersionTrials {
    private static final double NANOS_PER_MS = 1e6;

    private final ModelServer models;
    private final ABTestFramework experiments;

    VersionTrials(ModelServer models, ABTestFramework experiments) {
        this.models = models;
        this.experiments = experiments;
    }

    /// The unit's part in the experiment between versions of `model`, or null if none runs.
    ///
    /// @param unit null for one that never comes again
    @Nullable
    Trial trial(String model, @Nullable String unit) {
        ExperimentPlan running = experiments.running(model);
        if (running == null || !running.comparesVersions()) {
            return null;
        }
        return experiments.trial(model, known(unit));
    }

    private static String known(@Nullable String unit) {
        if (unit == null || unit.isBlank()) {
            return Long.toHexString(ThreadLocalRandom.current().nextLong());
        }
        return unit.length() <= ABTestFramework.UNIT_LENGTH_MAX
                ? unit
                : unit.substring(0, ABTestFramework.UNIT_LENGTH_MAX);
    }

    /// Lets the version of the arm answer. A mistake of the caller is none of the version, and not recorded; neither is
    /// an answer of the live version in the place of one that is not loaded any more.
    Prediction predict(Trial trial, List<InputTensor> inputs, List<String> outputs) {
        String model = trial.plan().model();
        String version = trial.arm().version();
        Lease own = version == null ? null : models.registry().tryLease(model, version);
        try (Lease lease = own == null ? models.registry().lease(model) : own) {
            ModelInput input = ModelInput.of(inputs, outputs, lease.model().manifest());
            return own == null ? models.predict(lease, input.rows(), input.features()) : recorded(trial, lease, input);
        }
    }

    private Prediction recorded(Trial trial, Lease lease, ModelInput input) {
        long begun = System.nanoTime();
        Prediction prediction;
        try {
            prediction = models.predict(lease, input.rows(), input.features());
        } catch (PakitException.Unavailable failed) {
            record(trial, false, begun);
            throw failed;
        }
        record(trial, true, begun);
        return prediction;
    }

    private static void record(Trial trial, boolean answered, long begun) {
        trial.impression();
        trial.result(answered, (System.nanoTime() - begun) / NANOS_PER_MS);
    }
}
