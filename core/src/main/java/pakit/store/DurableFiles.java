package pakit.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/// Files that are whole or not there, also after the machine has died: written under a temporary name, synced, renamed,
/// and the directory synced.
public final class DurableFiles {
    private static final int BUFFER_BYTES = 1 << 16;

    private DurableFiles() {}

    /// Writes or replaces `file` with `bytes`.
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes));
    }

    /// Writes what a file is to hold.
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Writes or replaces `file` with what `content` writes; if that fails, with nothing.
    public static void write(Path file, Content content) throws IOException {
        Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file lies in a directory");
        Path temporary = Files.createTempFile(directory, "." + file.getFileName(), ".tmp");
        try {
            writeAndSync(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        syncDirectory(directory);
    }

    /// Makes the names in `directory` durable: new, renamed and deleted ones.
    public static void syncDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static void writeAndSync(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }
}
