package pakit.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import pakit.training.Tuning;
import picocli.CommandLine.Option;

/// The options that say how much a training may try.
final class GivenTuning {
    @Option(
            names = "--architecture",
            paramLabel = "NAME",
            description = "What the model is built as; a wrong name lists those there are.")
    private @Nullable String architecture;

    @Option(
            names = "--trials",
            paramLabel = "N",
            description =
                    "Settings to try before the fit, at random, hopeless ones ended early. Default: ${DEFAULT-VALUE}")
    private int trials;

    @Option(
            names = "--folds",
            paramLabel = "K",
            description = "Also judge the way of training by a cross-validation of K parts, whole families each.")
    private int folds;

    @Option(
            names = "--tensorboard",
            paramLabel = "DIR",
            description = "Where to write event files of neural fits, for TensorBoard.")
    private @Nullable Path tensorBoard;

    /// @param seen how a path that the user named looks from here
    Tuning chosen(UnaryOperator<Path> seen) {
        return new Tuning(
                Optional.ofNullable(architecture),
                trials,
                folds,
                Optional.ofNullable(tensorBoard).map(seen));
    }
}
