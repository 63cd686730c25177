package pakit.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A directory for one measurement, deleted when it is closed.
public record ScratchDirectory(Path path) implements AutoCloseable {
    static ScratchDirectory make() throws IOException {
        return new ScratchDirectory(Files.createTempDirectory("pakit-bench"));
    }

    /// Deletes a directory with all that is in it.
    public static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : all) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }
}
