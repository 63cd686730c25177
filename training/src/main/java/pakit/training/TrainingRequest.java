package pakit.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pakit.ml.models.ModelVersion;

/// What to train on and how.
///
/// @param data what to measure
/// @param seed of every random choice: which files, which blocks, the split, the first weights
/// @param version that the trained model is to have
/// @param parent the version that it follows
public record TrainingRequest(Data data, long seed, ModelVersion version, Optional<ModelVersion> parent) {
    /// Where the measured blocks come from.
    public sealed interface Data {
        /// Real files, measured now.
        ///
        /// @param paths files and directories
        /// @param source where they come from, in words and on one line, for the card
        /// @param saveTo where the measurements are kept, so that the training can be repeated
        record Files(List<Path> paths, String source, Optional<Path> saveTo, SampleLimits limits) implements Data {
            public Files {
                paths = List.copyOf(paths);
                if (paths.isEmpty()) {
                    throw new IllegalArgumentException("paths must not be empty");
                }
            }

            public Files(List<Path> paths) {
                this(paths, "files given by the user", Optional.empty(), SampleLimits.STANDARD);
            }
        }

        /// Measurements that were saved: training from them gives the same model again.
        record Saved(Path file) implements Data {}
    }

    public static final ModelVersion FIRST_VERSION = ModelVersion.parse("1.0.0");
    public static final long DEFAULT_SEED = 1;

    /// A first version on real files.
    public static TrainingRequest on(List<Path> paths) {
        return new TrainingRequest(new Data.Files(paths), DEFAULT_SEED, FIRST_VERSION, Optional.empty());
    }
}
