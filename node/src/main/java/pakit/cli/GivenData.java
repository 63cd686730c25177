package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.training.TrainingData;
import picocli.CommandLine.Option;

/// The options that say what to train or to judge on.
final class GivenData {
    @Option(names = "--data", arity = "1..*", paramLabel = "PATH", description = "Files and directories to measure.")
    private List<Path> data = List.of();

    @Option(
            names = "--source",
            paramLabel = "TEXT",
            description = "Where the data come from, in words, for the model card; paths are not recorded.")
    private String source = "files given by the user";

    @Option(
            names = "--measurements",
            paramLabel = "FILE",
            description = "With --data: where to keep what was measured. Without: what to work on, again. "
                    + "With 'all' a directory: one file a model in it.")
    private @Nullable Path measurements;

    /// @param seen how a path that the user named looks from here
    /// @throws PakitException.Refused if measurements would be overwritten
    TrainingData forOne(UnaryOperator<Path> seen) {
        Optional<Path> file = Optional.ofNullable(measurements).map(seen);
        if (data.isEmpty()) {
            return file.<TrainingData>map(TrainingData.Saved::new).orElseGet(TrainingData.Played::new);
        }
        file.filter(Files::exists).ifPresent(existing -> {
            throw new PakitException.Refused("measurements " + existing
                    + " exist: leave out --data to work on them again, or name another file");
        });
        return new TrainingData.Files(data.stream().map(seen).toList(), source, file);
    }

    /// What is for `model` among what is for all: measurements lie in a directory, each under its model's name. It is
    /// made if there are any to keep.
    ///
    /// @throws PakitException.Refused if measurements would be overwritten
    TrainingData forOneOfAll(String model, UnaryOperator<Path> seen) {
        GivenData own = new GivenData();
        own.data = data;
        own.source = source;
        Path directory = measurements == null ? null : seen.apply(measurements);
        Path file = directory == null ? null : directory.resolve(model);
        own.measurements = data.isEmpty() && file != null && !Files.exists(file) ? null : file;
        if (directory != null && !data.isEmpty()) {
            make(directory);
        }
        return own.forOne(seen);
    }

    private static void make(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new PakitException.Unavailable(
                    "directory " + directory + " for measurements cannot be made: " + e, e);
        }
    }
}
