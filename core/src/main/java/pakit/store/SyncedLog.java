package pakit.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import pakit.error.PakitException;

/// How far the write-ahead log is known to be on the disk, kept beside the database: what tells a flipped bit from a
/// torn write. Behind that position a log may end anywhere when a machine dies, and its replay stops there. Before it,
/// every record was acknowledged as durable; a log that is damaged there has lost some, and must not be cut off in
/// silence.
///
/// The position is taken before a sync and kept after it, so it never says too much. If it could not be kept, or its
/// file is lost or damaged, less is known, and a flip may be taken for a tear.
final class SyncedLog {
    private static final String SUFFIX = ".log";

    private final PositionFile file;
    private final Path database;

    /// @param database the directory with the logs; the position is kept in a file of its name beside it
    SyncedLog(Path database) {
        this.database = database;
        this.file = PositionFile.beside(database, ".synced");
    }

    void keep(PositionFile.Position position) {
        file.keep(position);
    }

    /// @throws PakitException.Corrupt if the logs are damaged where they were synced
    void requireSound() {
        damage().ifPresent(what -> {
            throw new PakitException.Corrupt(
                    what + ": what was stored last would be lost; restore the home from a backup,"
                            + " or keep what can be read: pakit verify --repair");
        });
    }

    /// Forgets the position, when the logs are gone.
    void forget() throws IOException {
        file.forget();
    }

    /// The newest log that is synced, as older ones are to their ends, and how many bytes of it; empty if nothing is
    /// known.
    Optional<PositionFile.Position> kept() throws IOException {
        return file.kept();
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
        Optional<PositionFile.Position> position = kept();
        if (position.isEmpty()) {
            return Optional.empty();
        }
        List<Path> logs = logs();
        // A log is deleted once its records are in tables, and then a newer one has been begun.
        if (logs.stream().allMatch(log -> number(log) < position.get().number())) {
            return Optional.of("the write-ahead log %s is lost, of which %d bytes were synced"
                    .formatted(log(position.get().number()), position.get().length()));
        }
        for (Path log : logs) {
            long length = synced(log, position.get());
            OptionalLong at = LogFileCheck.firstDamage(log, length);
            if (at.isPresent()) {
                return Optional.of("the write-ahead log " + log + " is damaged at byte " + at.getAsLong()
                        + ", within the " + length + " bytes that were synced");
            }
        }
        return Optional.empty();
    }

    private static long synced(Path log, PositionFile.Position position) throws IOException {
        long number = number(log);
        if (number == position.number()) {
            return position.length();
        }
        return number < position.number() ? Files.size(log) : 0;
    }

    private List<Path> logs() throws IOException {
        try (Stream<Path> files = Files.list(database)) {
            return files.filter(log -> log.getFileName().toString().matches("\\d+\\.log"))
                    .sorted()
                    .toList();
        }
    }

    private Path log(long number) {
        return database.resolve("%06d".formatted(number) + SUFFIX);
    }

    private static long number(Path log) {
        String name = log.getFileName().toString();
        return Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
    }
}
