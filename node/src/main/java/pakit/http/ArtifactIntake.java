package pakit.http;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.tar.TarTreeReader;

/// The files of a model version that came through the port, in a directory of their own until they are closed: some
/// plain files side by side, bounded in number and size.
final class ArtifactIntake implements TreeSink, AutoCloseable {
    static final int FILES_MAX = 16;
    static final long BYTES_MAX = 256L << 20;

    private final Path directory;
    private final List<Path> files = new ArrayList<>();
    private long bytes;

    private ArtifactIntake(Path directory) {
        this.directory = directory;
    }

    /// @throws PakitException.Invalid naming the entry that a model version cannot have
    static ArtifactIntake read(InputStream tar) throws IOException {
        ArtifactIntake intake = new ArtifactIntake(Files.createTempDirectory("pakit-model-"));
        try {
            TarTreeReader.read(tar, intake);
            return intake;
        } catch (IOException | RuntimeException e) {
            intake.close();
            throw e;
        }
    }

    Path directory() {
        return directory;
    }

    @Override
    public void directory(String path, Attributes attributes) {
        if (!path.isEmpty()) {
            throw refused(path, "is a directory");
        }
    }

    @Override
    public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
        bytes += sizeBytes;
        if (path.isEmpty() || path.indexOf('/') >= 0 || files.size() == FILES_MAX || bytes > BYTES_MAX) {
            throw refused(path, "is too many, too deep or too large");
        }
        Path file = directory.resolve(path);
        files.add(file);
        Files.copy(content, file);
    }

    @Override
    public void symlink(String path, String target) {
        throw refused(path, "is a symlink");
    }

    private static PakitException.Invalid refused(String path, String why) {
        return new PakitException.Invalid("model file '" + path + "' " + why + "; expected at most " + FILES_MAX
                + " plain files side by side with at most " + (BYTES_MAX >> 20) + " MiB in all");
    }

    @Override
    public void close() throws IOException {
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.deleteIfExists(directory);
    }
}
