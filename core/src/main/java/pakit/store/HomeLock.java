package pakit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// The exclusive right to a home, held by locking its file `lock`. The operating system releases it when the process
/// dies, however it dies; the text inside says who holds it, for the message to everyone else.
///
/// On POSIX a process loses its lock when it closes any descriptor of the locked file. So a process that holds a home
/// must not even open the file again; the homes of this process are kept in a table and asked for first.
final class HomeLock implements AutoCloseable {
    private static final int TEXT_BYTES_MAX = 200;
    private static final ConcurrentHashMap<Path, String> HELD_HERE = new ConcurrentHashMap<>();

    private final Path file;
    private final FileChannel channel;

    private HomeLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /// @param what the command that wants the home, such as `pakit serve`
    /// @throws PakitException.Unavailable if another holds it, saying who
    static HomeLock take(HomeLayout home, String what, Instant now) throws IOException {
        Path file = home.directory().toRealPath().resolve(home.lockFile().getFileName());
        String holder = "pid " + ProcessHandle.current().pid() + " (" + what + ", since " + now + ")";
        @Nullable String held = HELD_HERE.putIfAbsent(file, holder);
        if (held != null) {
            throw heldBy(home, held);
        }
        try {
            return lock(home, file, holder);
        } catch (IOException | RuntimeException e) {
            HELD_HERE.remove(file);
            throw e;
        }
    }

    private static HomeLock lock(HomeLayout home, Path file, String holder) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            @Nullable FileLock lock = channel.tryLock();
            if (lock == null) {
                throw heldBy(home, holder(file));
            }
            writeHolder(channel, holder);
            return new HomeLock(file, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static PakitException heldBy(HomeLayout home, String holder) {
        return new PakitException.Unavailable(
                "home " + home.directory() + " is held by " + holder + ": stop it, or use another home");
    }

    private static String holder(Path file) throws IOException {
        String text = Files.readString(file);
        return text.isBlank() ? "another process" : text.strip();
    }

    private static void writeHolder(FileChannel channel, String holder) throws IOException {
        byte[] text = (holder + "\n").getBytes(StandardCharsets.UTF_8);
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(text, 0, Math.min(text.length, TEXT_BYTES_MAX)));
    }

    /// Gives the home back. The file stays: deleting it would race with who locks it next.
    @Override
    public void close() {
        if (!channel.isOpen()) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            throw new PakitException.Unavailable("the lock " + file + " cannot be released: " + e.getMessage(), e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
