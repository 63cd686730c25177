package pakit.ml.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseFileTest {
    @TempDir
    Path directory;

    private Path path;
    private DatabaseFile database;

    @BeforeEach
    void fill() throws SQLException {
        path = directory.resolve("some.db");
        database = new DatabaseFile(path, "database", InstantSource.system());
        assertThat(database.damage()).as("where there is none").isEmpty();
        assertThat(path).doesNotExist();
        try (Connection opened = database.connect(DatabaseFile.Durability.PROCESS);
                Statement statement = opened.createStatement()) {
            statement.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, what TEXT)");
            statement.execute("CREATE INDEX by_what ON events (what)");
            statement.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                    + " INSERT INTO events SELECT i, 'event number ' || i FROM n");
        }
    }

    @Test
    void anIntactOneHasNoDamageAlsoWhileItIsInUse() throws SQLException {
        try (Connection opened = database.connect(DatabaseFile.Durability.PROCESS);
                Statement statement = opened.createStatement()) {
            opened.setAutoCommit(false);
            statement.execute("DELETE FROM events WHERE id < 100");
            assertThat(database.damage()).isEmpty();
            opened.commit();
        }
        assertThat(database.damage()).isEmpty();
    }

    @Test
    void whatSqliteFindsIsSaidInItsWords() throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
            file.seek(file.length() / 2);
            file.write(new byte[4096]);
        }
        assertThat(database.damage())
                .hasValueSatisfying(what -> assertThat(what).containsIgnoringCase("page"));
    }

    @Test
    void whatIsNoDatabaseIsDamage() throws Exception {
        Files.writeString(path, "not at all a database, but long enough to be looked at ".repeat(50));
        assertThat(database.damage())
                .hasValueSatisfying(what -> assertThat(what).contains("not a database"));
    }
}
