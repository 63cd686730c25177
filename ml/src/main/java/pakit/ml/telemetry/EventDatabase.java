package pakit.ml.telemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// Events in SQLite: one table, one row per event, the oldest rows deleted beyond a stated number. Belongs to one
/// thread.
///
/// `user_version` is the format. A database that is corrupt or of a newer format is renamed with the time and a new one
/// begun: telemetry may be lost without harm, the file is not. Commits survive the death of the process; the last ones
/// may be lost with the machine (WAL, `synchronous=NORMAL`).
final class EventDatabase implements AutoCloseable {
    static final int FORMAT_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(EventDatabase.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_NOTADB = 26;

    private final Path file;
    private final long rowsMax;
    private final InstantSource clock;
    private Connection connection;

    EventDatabase(Path file, long rowsMax, InstantSource clock) {
        this.file = file;
        this.rowsMax = rowsMax;
        this.clock = clock;
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
            if (!isDamage(e)) {
                throw e;
            }
            setAside("it is corrupt (" + e.getMessage() + ")");
            return open();
        }
    }

    private Connection open() throws SQLException, IOException {
        Connection opened = DriverManager.getConnection("jdbc:sqlite:" + file);
        try {
            pragma(opened, "busy_timeout=5000");
            pragma(opened, "journal_mode=WAL");
            pragma(opened, "synchronous=NORMAL");
            int found = format(opened);
            if (found > FORMAT_VERSION) {
                opened.close();
                setAside("it has format " + found + ", this Pakit reads up to " + FORMAT_VERSION);
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
        pragma(opened, "user_version=" + FORMAT_VERSION);
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
        if (!isDamage(cause)) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
            }
            return;
        }
        try {
            connection.close();
            setAside("it is corrupt (" + cause.getMessage() + ")");
            connection = open();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private void setAside(String why) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".aside-" + STAMP.format(clock.instant()));
        Files.move(file, aside, StandardCopyOption.ATOMIC_MOVE);
        for (String suffix : List.of("-wal", "-shm")) {
            Path companion = Path.of(file + suffix);
            if (Files.exists(companion)) {
                Files.move(companion, Path.of(aside + suffix), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        LOG.warn(
                "telemetry database {} is set aside as {}, because {}; a new one is begun",
                file,
                aside.getFileName(),
                why);
    }

    private static int format(Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    private static void pragma(Connection opened, String setting) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            statement.execute("PRAGMA " + setting);
        }
    }

    private static boolean isDamage(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
    }
}
