package pakit.dag;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/// A file or symlink that appears under its name only when it is whole: it grows under another one beside it.
///
/// @param part where it grows
record WholeFile(Path file, Path part) {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> NEW = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);

    /// Makes the part.
    interface Making {
        void make(Path part) throws IOException;
    }

    /// Makes it and gives it its name; leaves nothing behind if that fails.
    void write(Making making) throws IOException {
        try {
            making.make(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            discard(e);
            throw e;
        }
    }

    private void discard(Exception failure) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    void write(byte[] content, Attributes attributes) throws IOException {
        write(to -> {
            try (SeekableByteChannel out = open(to)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    out.write(rest);
                }
            }
            apply(attributes, to);
        });
    }

    /// A new file that only its owner can read.
    static SeekableByteChannel open(Path part) throws IOException {
        return Files.newByteChannel(part, NEW, PRIVATE);
    }

    static void apply(Attributes attributes, Path file) throws IOException {
        Files.setAttribute(file, "unix:mode", attributes.mode());
        if (attributes.modified().isPresent()) {
            Files.setLastModifiedTime(file, FileTime.from(attributes.modified().get()));
        }
    }
}
