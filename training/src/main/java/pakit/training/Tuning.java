package pakit.training;

import java.nio.file.Path;
import java.util.Optional;
import pakit.error.PakitException;

/// How much a training may try.
///
/// @param architecture one of [Trainer#architectures], else the first of them
/// @param trials settings that are tried before the last fit; 0 takes the standard ones
/// @param folds parts of a cross-validation, grouped by family, that is reported beside; 0 for none
/// @param tensorBoard directory for event files of neural fits
public record Tuning(Optional<String> architecture, int trials, int folds, Optional<Path> tensorBoard) {
    public static final int TRIALS_MAX = 1000;
    public static final int FOLDS_MIN = 3;
    public static final int FOLDS_MAX = 20;

    public static final Tuning NONE = new Tuning(Optional.empty(), 0, 0, Optional.empty());

    public Tuning {
        if (trials < 0 || trials > TRIALS_MAX) {
            throw new PakitException.Invalid("trials must be 0 to " + TRIALS_MAX + ", found " + trials);
        }
        if (folds != 0 && (folds < FOLDS_MIN || folds > FOLDS_MAX)) {
            throw new PakitException.Invalid(
                    "folds must be " + FOLDS_MIN + " to " + FOLDS_MAX + ", or 0 for none, found " + folds);
        }
    }

    /// The architecture that `trainer` is to use.
    ///
    /// @throws PakitException.Invalid naming those there are, if it has none of that name
    public String architecture(Trainer trainer) {
        String wanted = architecture.orElse(trainer.architectures().getFirst());
        if (!trainer.architectures().contains(wanted)) {
            throw new PakitException.Invalid(trainer.model() + " has no architecture '" + wanted + "', there are "
                    + String.join(", ", trainer.architectures()));
        }
        return wanted;
    }
}
