package pakit.ml.telemetry;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import pakit.error.PakitException;
import pakit.ml.database.DatabaseFile;
import pakit.ml.database.DatabaseFile.Durability;

/// Events in SQLite: one table, one row per event, the oldest rows deleted beyond a stated number. Belongs to one
/// thread.
///
/// `user_version` is the format. A database that is corrupt or of a newer format is renamed with the time and a new one
/// begun: telemetry may be lost without harm, the file is not. Commits survive the death of the process; the last ones
/// may be lost with the machine (WAL, `synchronous=NORMAL`).
final class EventDatabase implements AutoCloseable {
    static final int FORMAT_VERSION = 1;

    private final DatabaseFile file;
    private final long rowsMax;
    private Connection connection;

    EventDatabase(Path file, long rowsMax, InstantSource clock) {
        this.file = new DatabaseFile(file, "telemetry database", clock);
        this.rowsMax = rowsMax;
        try {
            connection = openOrBeginAnew();
        } catch (SQLException | IOException e) {
            throw new PakitException.Unavailable(
                    "telemetry database " + file + " cannot be opened: " + e.getMessage(), e);
        }
    }

    /// Appends `events` in one transaction.
    void append(List<TelemetryEvent> events) throws SQLException {
        try {
            connection.setAutoCommit(false);
            insert(events);
            deleteOldest();
            connection.commit();
        } catch (SQLException e) {
            abandon(e);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    /// The newest `limit` events, newest first.
    List<TelemetryEvent> newest(int limit) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("SELECT kind, payload FROM events ORDER BY seq DESC LIMIT ?")) {
            query.setInt(1, limit);
            try (ResultSet rows = query.executeQuery()) {
                List<TelemetryEvent> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(EventJson.read(rows.getString(1), rows.getString(2)));
                }
                return found;
            }
        } catch (SQLException e) {
            abandon(e);
            throw e;
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    private Connection openOrBeginAnew() throws SQLException, IOException {
        try {
            return open();
        } catch (SQLException e) {
            if (!DatabaseFile.isDamage(e)) {
                throw e;
            }
            file.setAside("it is corrupt (" + e.getMessage() + ")");
            return open();
        }
    }

    private Connection open() throws SQLException, IOException {
        Connection opened = file.connect(Durability.PROCESS);
        try {
            int found = DatabaseFile.format(opened);
            if (found > FORMAT_VERSION) {
                opened.close();
                file.setAside("it has format " + found + ", this Pakit reads up to " + FORMAT_VERSION);
                return open();
            }
            create(opened);
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    private static void create(Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
                    + " at TEXT NOT NULL, kind TEXT NOT NULL, payload TEXT NOT NULL)");
        }
        DatabaseFile.format(opened, FORMAT_VERSION);
    }

    private void insert(List<TelemetryEvent> events) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO events (at, kind, payload) VALUES (?, ?, ?)")) {
            for (TelemetryEvent event : events) {
                insert.setString(1, event.at().toString());
                insert.setString(2, EventJson.kind(event));
                insert.setString(3, EventJson.write(event));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private void deleteOldest() throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM events WHERE seq <= (SELECT max(seq) FROM events) - ?")) {
            delete.setLong(1, rowsMax);
            delete.executeUpdate();
        }
    }

    /// After a failure: undoes what was begun, and begins a new database if this one is damaged.
    private void abandon(SQLException cause) throws SQLException {
        if (!DatabaseFile.isDamage(cause)) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return;
        }
        try {
            connection.close();
            file.setAside("it is corrupt (" + cause.getMessage() + ")");
            connection = open();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
