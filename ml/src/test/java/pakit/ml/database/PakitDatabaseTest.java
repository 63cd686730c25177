package pakit.ml.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class PakitDatabaseTest {
    @TempDir
    Path home;

    @Test
    void settingsSurviveAndCanBeTakenBack() {
        try (PakitDatabase database = open()) {
            SettingsTable settings = new SettingsTable(database);
            assertThat(settings.get("a")).isEmpty();
            settings.put("a", "1");
            settings.put("a", "2");
            settings.put("b", "3");
        }
        try (PakitDatabase database = open()) {
            SettingsTable settings = new SettingsTable(database);
            assertThat(settings.get("a")).contains("2");
            settings.remove("a");
            assertThat(settings.get("a")).isEmpty();
            assertThat(settings.get("b")).contains("3");
            assertThat(database.takeLoss()).isEmpty();
        }
    }

    @Test
    void nothingIsCreatedBeforeItIsNeeded() {
        try (PakitDatabase database = open()) {
            assertThat(database.isBlank()).isTrue();
            assertThat(home.resolve("pakit.db")).doesNotExist();
            database.open();
            assertThat(home.resolve("pakit.db")).exists();
            assertThat(database.isBlank()).isFalse();
        }
    }

    @Test
    void workThatFailsLeavesNoTrace() {
        try (PakitDatabase database = open()) {
            SettingsTable settings = new SettingsTable(database);
            assertThatThrownBy(() -> database.transact(connection -> {
                        execute(connection, "INSERT INTO settings VALUES ('half', 'done')");
                        throw new SQLException("then something fails");
                    }))
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContainingAll("pakit.db", "then something fails");
            assertThat(settings.get("half")).isEmpty();
        }
    }

    @Test
    void aNewerFormatIsRefusedWithBothVersionsAndLeftAsItIs() throws SQLException, IOException {
        open().close();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("pakit.db"))) {
            execute(connection, "PRAGMA user_version=" + (PakitSchema.FORMAT + 41));
        }
        try (PakitDatabase database = open()) {
            assertThatThrownBy(database::open)
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContainingAll(
                            "pakit.db",
                            "format " + (PakitSchema.FORMAT + 41),
                            "up to format " + PakitSchema.FORMAT,
                            "newer Pakit");
        }
        assertThat(names()).containsExactly("pakit.db");
    }

    @Test
    void aCorruptFileIsSetAsideByNameAndTheLossIsToldOnce() throws IOException {
        Files.writeString(home.resolve("pakit.db"), "this is no database, whatever its name says".repeat(40));
        try (PakitDatabase database = open()) {
            SettingsTable settings = new SettingsTable(database);
            settings.put("a", "1");
            assertThat(settings.get("a")).contains("1");
            assertThat(database.takeLoss().orElseThrow()).contains("pakit.db.aside-20260301T120000.123Z", "corrupt");
            assertThat(database.takeLoss()).isEmpty();
        }
        assertThat(Files.readString(home.resolve("pakit.db.aside-20260301T120000.123Z")))
                .startsWith("this is no database");
    }

    @Test
    void whatManyThreadsWriteIsAllThere() throws InterruptedException {
        try (PakitDatabase database = open()) {
            SettingsTable settings = new SettingsTable(database);
            List<Thread> threads = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                int thread = t;
                threads.add(Thread.ofVirtual()
                        .start(() -> IntStream.range(0, 20).forEach(i -> settings.put(thread + "/" + i, "x"))));
            }
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(IntStream.range(0, 80)
                            .filter(i -> settings.get(i / 20 + "/" + i % 20).isPresent()))
                    .hasSize(80);
        }
    }

    @Test
    void aClosedDatabaseSaysSo() {
        PakitDatabase database = PakitDatabase.inMemory();
        database.open();
        database.close();
        assertThatThrownBy(database::open)
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessageContaining("closed");
    }

    private PakitDatabase open() {
        Instant at = Instant.parse("2026-03-01T12:00:00.123Z");
        return new PakitDatabase(home.resolve("pakit.db"), InstantSource.fixed(at));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(home)) {
            return files.map(file -> String.valueOf(file.getFileName())).toList();
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
