package pakit.training;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.StateModels;

/// What to train on and how.
///
/// @param seed of every random choice: which files, which blocks, the split, the first weights
/// @param version that the trained model is to have
/// @param parent the version that it follows
public record TrainingRequest(
        TrainingData data, long seed, ModelVersion version, Optional<ModelVersion> parent, Tuning tuning) {
    public static final ModelVersion FIRST_VERSION = ModelVersion.parse("1.0.0");
    public static final long DEFAULT_SEED = 1;

    /// A first version on real files.
    public static TrainingRequest on(List<Path> paths) {
        return new TrainingRequest(
                new TrainingData.Files(paths), DEFAULT_SEED, FIRST_VERSION, Optional.empty(), Tuning.NONE);
    }

    /// What a manifest says of a version that this asked for.
    ///
    /// @param data what was learnt from, in words and figures
    /// @param card Markdown
    public StateModels.About about(Instant createdAt, Map<String, String> data, Report report, String card) {
        return new StateModels.About(
                version, parent, createdAt, seed, data, report.metrics(), report.baselines(), card);
    }
}
