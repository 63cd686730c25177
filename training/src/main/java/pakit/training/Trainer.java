package pakit.training;

import java.util.List;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;

/// One model's way from data to a version, and from a version to figures. `pakit train` and `pakit evaluate` know
/// nothing more of a model. The table of all trainers is where objects are wired.
///
/// Deterministic: what is measured is measured once and saved; the same measurements, seed and tuning give the same
/// payload, bit for bit, on the same kind of machine.
public interface Trainer {
    /// The model's name, such as `compression_predictor`.
    String model();

    /// What it can be built as, the standard one first.
    default List<String> architectures() {
        return List.of("standard");
    }

    /// Those of [#architectures] that no node serves: they are fitted to be reported beside the standard one, which is
    /// what a training with them makes.
    default List<String> baselines() {
        return List.of();
    }

    /// Why it cannot use such data, in words for the user; empty if it can. Reads no more than it must to know.
    Optional<String> refuses(TrainingData data);

    /// Trains and judges on data that the model has not seen.
    ///
    /// @throws pakit.error.PakitException.NotFound if a path does not exist
    /// @throws pakit.error.PakitException.Invalid if the data are too few, or the tuning does not fit the model
    /// @throws pakit.error.PakitException.Corrupt if saved measurements are damaged or of another format
    /// @throws pakit.error.PakitException.Unavailable if it needs what this installation lacks
    TrainingResult train(TrainingRequest request, ProgressListener progress);

    /// Judges a version as it would be served.
    ///
    /// @param seed of what is random in it: which files are drawn, the resampling
    /// @throws pakit.error.PakitException as [#train]
    EvaluationResult evaluate(ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress);

    /// Judges a version beside one of [#baselines], which is fitted first.
    ///
    /// @param seed of what is random in it, the fit included
    /// @throws pakit.error.PakitException.Invalid if there is none of that name
    /// @throws pakit.error.PakitException as [#train]
    default EvaluationResult evaluateBeside(
            String baseline, ModelArtifact artifact, TrainingData data, long seed, ProgressListener progress) {
        throw noBaseline(baseline);
    }

    /// Says which there are.
    default PakitException.Invalid noBaseline(String found) {
        return new PakitException.Invalid(model() + " has no baseline '" + found + "' to be judged beside, "
                + (baselines().isEmpty() ? "nor any other" : "there are " + String.join(", ", baselines())));
    }
}
