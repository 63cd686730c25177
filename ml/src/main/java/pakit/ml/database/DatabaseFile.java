package pakit.ml.database;

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
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import pakit.codec.NativeLibrary;

/// A SQLite file with a write-ahead log: how it is opened, what tells its format, and how it is set aside.
///
/// @param what how messages call it, such as `telemetry database`
/// @param clock for the names of files that are set aside
public record DatabaseFile(Path path, String what, InstantSource clock) {
    private static final Logger LOG = LoggerFactory.getLogger(DatabaseFile.class);
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final int SQLITE_CORRUPT = 11;
    private static final int SQLITE_NOTADB = 26;

    /// What a commit outlives.
    public enum Durability {
        /// The death of the process; the last commits may be lost with the machine.
        PROCESS("NORMAL"),
        /// The death of the machine.
        MACHINE("FULL");

        private final String synchronous;

        Durability(String synchronous) {
            this.synchronous = synchronous;
        }
    }

    /// Opens or creates it.
    ///
    /// @throws pakit.error.PakitException.Unavailable if the native library of SQLite is missing
    public Connection connect(Durability durability) throws SQLException {
        NativeLibrary.require("SQLite", DatabaseFile::load);
        Connection opened = DriverManager.getConnection("jdbc:sqlite:" + path);
        try {
            pragma(opened, "busy_timeout=5000");
            pragma(opened, "journal_mode=WAL");
            pragma(opened, "synchronous=" + durability.synchronous);
            return opened;
        } catch (SQLException e) {
            opened.close();
            throw e;
        }
    }

    /// Copies the database as it is at one moment, by SQLite's own means, beside whoever uses it.
    ///
    /// @param target must not exist
    public void copyTo(Path target) throws SQLException {
        try (Connection opened = connect(Durability.PROCESS);
                PreparedStatement copy = opened.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, target.toString());
            copy.execute();
        }
    }

    /// What SQLite's own check finds wrong, in its words; empty if nothing, or if there is no file. Reads all of it,
    /// beside whoever uses it.
    public Optional<String> damage() {
        if (!Files.exists(path)) {
            return Optional.empty();
        }
        try (Connection opened = connect(Durability.PROCESS);
                Statement statement = opened.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA integrity_check(1)")) {
            String found = row.next() ? row.getString(1) : "no answer";
            return found.equals("ok") ? Optional.empty() : Optional.of(found);
        } catch (SQLException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    /// The number that is kept as `user_version`; 0 in a new file.
    public static int format(Connection opened) throws SQLException {
        try (Statement statement = opened.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    public static void format(Connection opened, int format) throws SQLException {
        pragma(opened, "user_version=" + format);
    }

    /// Whether the file itself is broken, and not only what was asked of it.
    public static boolean isDamage(SQLException e) {
        int primary = e.getErrorCode() & 0xff;
        return primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB;
    }

    /// Renames the closed file, and what belongs to it, by the time of day.
    ///
    /// @param why said in the log
    /// @return the new name
    public String setAside(String why) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".aside-" + STAMP.format(clock.instant()));
        Files.move(path, aside, StandardCopyOption.ATOMIC_MOVE);
        for (String suffix : List.of("-wal", "-shm")) {
            Path companion = Path.of(path + suffix);
            if (Files.exists(companion)) {
                Files.move(companion, Path.of(aside + suffix), StandardCopyOption.ATOMIC_MOVE);
            }
        }
        String name = String.valueOf(aside.getFileName());
        LOG.warn("{} {} is set aside as {}, because {}; a new one is begun", what, path, name, why);
        return name;
    }

    /// Loaded once; a further call costs nothing.
    private static void load() {
        try {
            SQLiteJDBCLoader.initialize();
        } catch (Exception e) { // declared by the loader
            throw new IllegalStateException(e);
        }
    }

    private static void pragma(Connection opened, String setting) throws SQLException {
        try (Statement statement = opened.createStatement()) {
            statement.execute("PRAGMA " + setting);
        }
    }
}
