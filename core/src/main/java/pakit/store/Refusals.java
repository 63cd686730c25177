package pakit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// When to open a database anew that refuses writes because the disk refused one: if there is room for what the opening
/// has to write, which is found out by taking it, and not more than once a second. Thread-safe.
final class Refusals {
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int PIECE_BYTES = 1 << 20;
    private static final long SPARE_BYTES = 4L * PIECE_BYTES;
    private static final String PROBE = "room.probe";

    private long lastTry = System.nanoTime() - PAUSE_NANOS;

    /// @param database whose logs an opening would write into tables
    synchronized boolean mayTryAgain(Path database) {
        long now = System.nanoTime();
        if (now - lastTry < PAUSE_NANOS) {
            return false;
        }
        lastTry = now;
        return hasRoom(database);
    }

    private static boolean hasRoom(Path database) {
        Path probe = database.resolve(PROBE);
        try {
            long wanted = SPARE_BYTES + logBytes(database);
            try (FileChannel channel = FileChannel.open(
                    probe, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                for (long written = 0; written < wanted; written += PIECE_BYTES) {
                    channel.write(ByteBuffer.allocate(PIECE_BYTES));
                }
                channel.force(true);
                return channel.size() >= wanted;
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException full) {
            return false;
        }
    }

    private static long logBytes(Path database) throws IOException {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
