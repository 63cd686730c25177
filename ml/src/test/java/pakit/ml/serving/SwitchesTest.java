package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class SwitchesTest {
    @TempDir
    Path directory;

    @Test
    void positionsSurviveARestartAndCountAtOnce() {
        ServedModels models = new ServedModels(directory);
        try (ModelServer server = models.started(1)) {
            Switches switches = server.registry().switches();
            switches.disable("m");
            assertThat(server.registry().enabled("m")).isFalse();
        }
        try (ModelServer server = models.restarted()) {
            assertThat(server.registry().enabled("m")).isFalse();
            assertThat(server.healthCheck().modelsEnabled()).isZero();
            server.registry().switches().enable("m");
            assertThat(server.registry().enabled("m")).isTrue();
        }
        try (ModelServer server = models.restarted()) {
            assertThat(server.registry().enabled("m")).isTrue();
        }
    }

    @Test
    void switchOverAllCountsForThoseSwitchedByNameAndForThoseToCome() {
        ServedModels models = new ServedModels(directory);
        try (ModelServer server = models.started(1)) {
            Switches switches = server.registry().switches();
            switches.disableAll();
            switches.enable("m");
            assertThat(server.registry().enabled("m")).isFalse();
            assertThat(switches.enabled("one to come")).isFalse();
            switches.disable("other");
            switches.enableAll();
            assertThat(server.registry().enabled("m")).isTrue();
            assertThat(switches.enabled("other")).isTrue();
        }
        try (ModelServer server = models.restarted()) {
            assertThat(server.registry().switches().enabled("other")).isTrue();
        }
    }

    @Test
    void damagedFileIsSetAsideByNameAndAllAreEnabled() throws IOException {
        ServedModels models = new ServedModels(directory);
        models.started(1).close();
        Files.writeString(directory.resolve(Switches.FILE_NAME), "{\"formatVersion\":1,\"al");
        try (ModelServer server = models.restarted();
                var files = Files.list(directory)) {
            assertThat(server.registry().enabled("m")).isTrue();
            assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("switches.json.damaged-"));
        }
    }

    @Test
    void everyFlipThatChangesAPositionIsFound() throws IOException {
        ServedModels models = new ServedModels(directory);
        try (ModelServer server = models.started(1)) {
            server.registry().switches().disable("m");
            server.registry().switches().disable("other");
        }
        Path file = directory.resolve(Switches.FILE_NAME);
        byte[] good = Files.readAllBytes(file);
        for (int bit = 0; bit < 8 * good.length; bit++) {
            byte[] flipped = good.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            Files.write(file, flipped);
            try {
                Switches switches = new Switches(directory, () -> Instant.EPOCH, changed -> {});
                boolean unchanged = !switches.enabled("m") && !switches.enabled("other");
                assertThat(unchanged).as("bit %d", bit).isEqualTo(Files.exists(file));
            } catch (PakitException.Corrupt named) { // what looks like a newer format
                assertThat(named).hasMessageContaining(file.toString());
            }
        }
    }

    @Test
    void fileOfANewerFormatIsRefusedWithBothFormats() throws IOException {
        Files.writeString(directory.resolve(Switches.FILE_NAME), "{\"formatVersion\":2,\"all\":true,\"disabled\":[]}");
        assertThatThrownBy(() -> new ServedModels(directory).started(1))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("format 2")
                .hasMessageContaining("up to 1");
    }
}
