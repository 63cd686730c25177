package pakit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.rocksdb.Checkpoint;

/// A home as it was at one moment, in a directory inside it: blocks and roots by a checkpoint of the database, which
/// costs no space but for the names of its files; settings and models as copies. Taken while puts and collections run.
/// Gone when closed; what a killed process left is gone when the home is opened or the next one is taken.
///
/// It holds no secret, nothing about running nodes, and no telemetry.
public final class HomeSnapshot implements AutoCloseable {
    private final Path directory;

    private HomeSnapshot(Path directory) {
        this.directory = directory;
    }

    /// One at a time, which is for the caller to see to.
    public static HomeSnapshot of(Home home) throws IOException {
        HomeLayout from = home.layout();
        HomeLayout to = new HomeLayout(from.snapshot());
        HomeSnapshot snapshot = new HomeSnapshot(to.directory());
        clear(to.directory());
        try {
            Files.createDirectory(to.directory());
            home.blocks().database().run(db -> {
                try (Checkpoint checkpoint = Checkpoint.create(db)) {
                    checkpoint.createCheckpoint(to.blocks().toString());
                }
            });
            copyModels(from.models(), to.models());
            for (Path file : List.of(from.homeFile(), from.configuration())) {
                if (Files.exists(file)) {
                    Files.copy(file, to.directory().resolve(from.directory().relativize(file)));
                }
            }
            return snapshot;
        } catch (IOException | RuntimeException e) {
            snapshot.close();
            throw e;
        }
    }

    public Path directory() {
        return directory;
    }

    /// Versions do not change once they are there, and are there before a journal names them. So what lies beside the
    /// versions is copied first. A version that is deleted meanwhile is left out; half of one is found by its digests.
    private static void copyModels(Path from, Path to) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(from)) {
            all = walk.toList();
        }
        for (Path directory : all.stream().filter(Files::isDirectory).toList()) {
            Files.createDirectories(to.resolve(from.relativize(directory)));
        }
        Comparator<Path> journalsFirst = Comparator.comparingInt(Path::getNameCount);
        for (Path file : all.stream()
                .filter(path -> !Files.isDirectory(path)
                        && !path.getFileName().toString().startsWith("."))
                .sorted(journalsFirst)
                .toList()) {
            try {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            } catch (NoSuchFileException deleted) {
                // left out
            }
        }
    }

    /// Deletes `directory` and all that is in it, if it is there.
    static void clear(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.deleteIfExists(path);
        }
    }

    @Override
    public void close() throws IOException {
        clear(directory);
    }
}
