package pakit.ml.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import pakit.error.PakitException;
import pakit.ml.database.DatabaseFile;
import pakit.ml.database.DatabaseFile.Durability;

/// Events in SQLite: one row for what was written at a time ([EventTable]). Belongs to one thread.
///
/// `user_version` is the format. A database that is corrupt, that somebody else keeps locked, or of an older format is
/// renamed with the time and a new one begun: telemetry may be lost without harm, the file is not. One of a newer
/// format is refused and left as it is. Commits survive the death of the process; the last ones may be lost with the
/// machine (WAL, `synchronous=NORMAL`).
final class EventDatabase implements AutoCloseable {
    /// 1 was a row of JSON for each event.
    static final int FORMAT_VERSION = 2;

    private static final int SQLITE_BUSY = 5;
    private static final int SQLITE_LOCKED = 6;

    private final DatabaseFile file;
    private final Retention retention;
    private final InstantSource clock;
    private final Consumer<String> asides;
    private final Connection connection;
    private final EventTable table;

    /// @param asides told the name of a file that is set aside, and why
    /// @throws PakitException.Refused if it is of a newer format
    EventDatabase(Path file, Retention retention, InstantSource clock, Consumer<String> asides) {
        this.file = new DatabaseFile(file, "telemetry database", clock);
        this.retention = retention;
        this.clock = clock;
        this.asides = asides;
        try {
            connection = openOrBeginAnew();
        } catch (SQLException | IOException e) {
            throw new PakitException.Unavailable(
                    "telemetry database " + file + " cannot be opened: " + e.getMessage(), e);
        }
        table = new EventTable(connection);
    }

    /// Appends `events` in one transaction, and lets go what is too old or too much.
    ///
    /// @throws SQLException if it cannot; nothing is appended then
    void append(List<TelemetryEvent> events) throws SQLException {
        try {
            connection.setAutoCommit(false);
            table.append(events);
            boolean freed = table.deleteOldest(clock.instant().minus(retention.ageMax()), retention.bytesMax());
            connection.commit();
            connection.setAutoCommit(true);
            if (freed) {
                table.returnSpace();
            }
        } catch (SQLException e) {
            undo(e);
            throw e;
        }
    }

    /// The newest events that `query` wants, newest first.
    List<TelemetryEvent> newest(EventQuery query) throws SQLException {
        List<TelemetryEvent> found = new ArrayList<>();
        if (query.limit() > 0) {
            table.read(query, found::add);
        }
        return found;
    }

    /// Tells `reader` the same one by one, so that they need not be in memory together.
    void read(EventQuery query, Consumer<TelemetryEvent> reader) throws SQLException {
        table.read(query, reader);
    }

    /// Bytes of the file.
    long sizeBytes() throws SQLException {
        return table.sizeBytes();
    }

    /// Whether a new database is needed after this failure.
    static boolean isLost(Exception cause) {
        return cause instanceof PakitException.Corrupt
                || cause instanceof SQLException e && (DatabaseFile.isDamage(e) || isLocked(e));
    }

    /// Closes it and renames the file.
    void setAside(Exception cause) throws SQLException, IOException {
        try {
            connection.close();
        } finally {
            aside(why(cause));
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private static boolean isLocked(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLITE_BUSY || primary == SQLITE_LOCKED;
    }

    private static String why(Exception cause) {
        return cause instanceof SQLException e && isLocked(e)
                ? "somebody else keeps it locked (" + e.getMessage() + ")"
                : "it is corrupt (" + cause.getMessage() + ")";
    }

    private void aside(String why) throws IOException {
        asides.accept("telemetry.db is set aside as " + file.setAside(why) + ", because " + why);
    }

    private Connection openOrBeginAnew() throws SQLException, IOException {
        try {
            return open();
        } catch (SQLException e) {
            if (!isLost(e)) {
                throw e;
            }
            aside(why(e));
            return open();
        }
    }

    private Connection open() throws SQLException, IOException {
        Connection opened = file.connect(Durability.PROCESS);
        try {
            int found = DatabaseFile.format(opened);
            if (found > FORMAT_VERSION) {
                throw new PakitException.Refused("telemetry database " + file.path() + " has format " + found
                        + ", this Pakit reads up to " + FORMAT_VERSION
                        + ": use a newer Pakit, or move the file away to begin a new one");
            }
            if (found > 0 && found < FORMAT_VERSION) {
                opened.close();
                aside("it has format " + found + " of an older Pakit, this one writes " + FORMAT_VERSION);
                return open();
            }
            if (found == 0) {
                create(opened);
            }
            return opened;
        } catch (SQLException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static void create(Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            statement.executeUpdate("PRAGMA auto_vacuum=INCREMENTAL");
            statement.executeUpdate("VACUUM"); // makes the line above hold, now that the file exists
            statement.executeUpdate(EventTable.CREATE);
        }
        DatabaseFile.format(opened, FORMAT_VERSION);
    }

    private void undo(SQLException cause) {
        try {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            cause.addSuppressed(e); // a full disk has undone it already
        }
        table.forgetTail();
    }
}
