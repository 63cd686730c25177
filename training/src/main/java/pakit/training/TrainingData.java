package pakit.training;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import pakit.codec.Profile;
import pakit.error.PakitException;

/// Where a training, or an evaluation, has its examples from.
public sealed interface TrainingData {
    /// Files to measure now.
    ///
    /// @param paths files and directories
    /// @param source where they come from, in words and on one line, for the card
    /// @param saveTo where the measurements are kept, so that the training can be repeated
    record Files(List<Path> paths, String source, Optional<Path> saveTo) implements TrainingData {
        public Files {
            paths = List.copyOf(paths);
            if (paths.isEmpty()) {
                throw new IllegalArgumentException("paths must not be empty");
            }
            if (source.isBlank() || source.lines().count() != 1) {
                throw new PakitException.Invalid("the source of data must be one line of text, found '" + source + "'");
            }
            source = source.strip();
        }

        public Files(List<Path> paths) {
            this(paths, "files given by the user", Optional.empty());
        }
    }

    /// Measurements that were saved: training from them gives the same model again.
    record Saved(Path file) implements TrainingData {}

    /// Measurements of a node's own blocks, oldest first, to be learned from beside those that ship with Pakit.
    ///
    /// @param ownWeight how many shipped blocks of its size an own block counts as, 1 to [#OWN_WEIGHT_MAX]
    /// @param profile in which the node stores
    record Own(Path file, double ownWeight, Profile profile) implements TrainingData {
        public static final double OWN_WEIGHT_MAX = 100;

        public Own {
            if (!(ownWeight >= 1 && ownWeight <= OWN_WEIGHT_MAX)) {
                throw new PakitException.Invalid(
                        "the weight of own blocks must be 1 to " + OWN_WEIGHT_MAX + ", found " + ownWeight);
            }
        }
    }

    /// None: the trainer plays what it learns from, by the seed.
    record Played() implements TrainingData {}
}
