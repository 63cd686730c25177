package pakit.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// How far the write-ahead log is known to be on the disk, kept beside the database: what tells a flipped bit from a
/// torn
/// write. Behind that position a log may end anywhere when a machine dies, and its replay stops there. Before it, every
/// record was acknowledged as durable; a log that is damaged there has lost some, and must not be cut off in silence.
///
/// The position is taken before a sync and kept after it, so it never says too much. If it could not be kept, or its
/// file
/// is lost or damaged, less is known, and a flip may be taken for a tear.
///
/// 24 bytes, big-endian: number of the log, its length, CRC-32C of both in the last four.
final class SyncedLog {
    private static final Logger LOG = LoggerFactory.getLogger(SyncedLog.class);
    private static final int BYTES = 24;
    private static final String SUFFIX = ".log";

    private final Path file;
    private final Path database;

    /// @param database the directory with the logs; the position is kept in a file of its name beside it
    SyncedLog(Path database) {
        this.database = database;
        this.file = database.resolveSibling(database.getFileName() + ".synced");
    }

    /// @param log the newest log that is synced, as older ones are to their ends
    /// @param length how many bytes of it
    record Position(long log, long length) {}

    /// A position that cannot be kept is no reason to fail: the next may be.
    void keep(Position position) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES).putLong(position.log()).putLong(position.length());
        bytes.putInt(0).putInt(checksum(bytes.array())).flip();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.write(bytes, 0);
            channel.force(false);
        } catch (IOException e) {
            LOG.debug("{} cannot be written", file, e);
        }
    }

    /// @throws PakitException.Corrupt if the logs are damaged where they were synced
    void requireSound() {
        damage().ifPresent(what -> {
            throw new PakitException.Corrupt(what + ": what was stored last would be lost; restore " + database
                    + " from a backup, or keep what can be read: pakit verify --repair");
        });
    }

    /// Forgets the position, when the logs are gone.
    void forget() throws IOException {
        Files.deleteIfExists(file);
    }

    /// Empty if nothing is known.
    Optional<Position> kept() throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length != BYTES || ByteBuffer.wrap(bytes).getInt(BYTES - Integer.BYTES) != checksum(bytes)) {
            return Optional.empty();
        }
        ByteBuffer fields = ByteBuffer.wrap(bytes);
        return Optional.of(new Position(fields.getLong(), fields.getLong()));
    }

    private static int checksum(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BYTES - Integer.BYTES);
        return (int) crc.getValue();
    }

    /// What is wrong with the part of the logs that was synced, or empty.
    Optional<String> damage() {
        try {
            return Files.isDirectory(database) ? damageInLogs() : Optional.empty();
        } catch (IOException e) {
            throw new PakitException.Unavailable("the write-ahead logs in " + database + " cannot be read: " + e, e);
        }
    }

    private Optional<String> damageInLogs() throws IOException {
        Optional<Position> position = kept();
        if (position.isEmpty()) {
            return Optional.empty();
        }
        for (Path log : logs()) {
            long length = synced(log, position.get());
            OptionalLong at = LogFileCheck.firstDamage(log, length);
            if (at.isPresent()) {
                return Optional.of("the write-ahead log " + log + " is damaged at byte " + at.getAsLong()
                        + ", within the " + length + " bytes that were synced");
            }
        }
        return Optional.empty();
    }

    private static long synced(Path log, Position position) throws IOException {
        long number = number(log);
        if (number == position.log()) {
            return position.length();
        }
        return number < position.log() ? Files.size(log) : 0;
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(log -> log.getFileName().toString().matches("\\d+\\.log"))
                    .sorted()
                    .toList();
        }
    }

    private static long number(Path log) {
        String name = log.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }
}
