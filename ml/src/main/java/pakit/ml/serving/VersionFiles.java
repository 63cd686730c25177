package pakit.ml.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pakit.error.PakitException;
import pakit.ml.models.ModelVersion;

/// What lies in a directory of models: a directory a model, and in it one a version.
final class VersionFiles {
    private VersionFiles() {}

    /// Versions of a model, newest precedence first.
    static List<ModelVersion> versions(Path model) {
        return directories(model).stream()
                .flatMap(directory -> version(directory).stream())
                .sorted(Comparator.reverseOrder())
                .toList();
    }

    /// Empty if the directory is not named after a version.
    static Optional<ModelVersion> version(Path directory) {
        try {
            return Optional.of(ModelVersion.parse(directory.getFileName().toString()));
        } catch (PakitException.Invalid notAVersion) {
            return Optional.empty();
        }
    }

    static List<Path> directories(Path parent) {
        try (Stream<Path> children = Files.list(parent)) {
            return children.filter(Files::isDirectory).toList();
        } catch (IOException | UncheckedIOException e) {
            throw new PakitException.Unavailable("directory " + parent + " cannot be listed: " + e, e);
        }
    }
}
