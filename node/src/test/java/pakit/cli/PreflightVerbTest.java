package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;

class PreflightVerbTest {
    private static final String MODEL = "compression_predictor";

    @TempDir
    Path directory;

    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void atHome() {
        cli = new Cli(directory);
    }

    @Test
    void aNewHomePassesAndIsNotMade() {
        Cli.Answer answer = cli.run("preflight", "--json");
        assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
        assertThat(answer.json().path("passed").asBoolean()).isTrue();
        assertThat(statuses(answer))
                .containsEntry("models validated", "pass")
                .containsEntry("server healthy", "pass")
                .containsEntry("rollback rehearsed", "pass")
                .containsEntry("load test", "pass")
                .containsEntry("experiment configured", "pending");
        assertThat(statuses(answer).values()).containsOnly("pass", "pending");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aHomeStaysAsItIs() throws IOException {
        cli.run("models", "list");
        Map<String, Object> before = everything();
        assertThat(cli.run("preflight").status()).isZero();
        assertThat(everything()).isEqualTo(before);
    }

    @Test
    void aRunningNodeIsAskedAndItsHomeStaysAsItIs() throws IOException {
        try (ServedHome served = ServedHome.in(directory)) {
            int history = served.node().models().history(MODEL).history().size();
            Cli.Answer answer = cli.run("preflight", "--json");
            assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
            assertThat(line(answer, "server healthy").path("found").asText())
                    .contains("127.0.0.1:" + served.address().getPort());
            assertThat(served.node().models().history(MODEL).history()).hasSize(history);
        }
    }

    @Test
    void damagedVersionsFailWithWhatToDo() throws IOException {
        cli.run("models", "list");
        for (ModelArtifact shipped : DefaultModels.artifacts()) {
            Manifest damaged = shipped.manifest();
            Files.write(
                    directory.resolve(".pakit/models/" + damaged.name() + "/1.0.0/" + damaged.payload()),
                    new byte[] {1},
                    StandardOpenOption.APPEND);
        }
        Cli.Answer answer = cli.run("preflight", "--json");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(answer.json().path("passed").asBoolean()).isFalse();
        assertThat(statuses(answer))
                .containsEntry("artifacts intact", "fail")
                .containsEntry("server healthy", "fail")
                .containsEntry("models validated", "fail")
                .containsEntry("load test", "fail")
                .containsEntry("rollback rehearsed", "fail")
                .containsEntry("JDK version", "pass");
        for (JsonNode line : answer.json().path("checks")) {
            assertThat(line.path("todo").asText().isEmpty())
                    .isEqualTo(!line.path("status").asText().equals("fail"));
        }
    }

    @Test
    void anAddressThatNeedsCredentialsFailsWithoutThem() {
        Cli.Answer answer = cli.run("preflight", "--json", "--set", "serve.host=0.0.0.0");
        assertThat(answer.status()).isEqualTo(1);
        assertThat(statuses(answer)).containsEntry("credentials", "fail").containsEntry("server healthy", "pass");
    }

    @Test
    void peopleReadATable() {
        Cli.Answer answer = cli.run("preflight");
        assertThat(answer.out())
                .startsWith("CHECK ")
                .contains("\nartifacts intact ", "\nmetrics scrape ")
                .endsWith(" passed, 0 failed, 1 pending\n");
    }

    private static Map<String, String> statuses(Cli.Answer answer) {
        Map<String, String> statuses = new TreeMap<>();
        for (JsonNode line : answer.json().path("checks")) {
            statuses.put(line.path("name").asText(), line.path("status").asText());
        }
        return statuses;
    }

    private static JsonNode line(Cli.Answer answer, String name) {
        for (JsonNode line : answer.json().path("checks")) {
            if (line.path("name").asText().equals(name)) {
                return line;
            }
        }
        throw new AssertionError(name + " is not in " + answer.out());
    }

    /// Names, lengths and times of last change of all that lies here.
    private Map<String, Object> everything() throws IOException {
        Map<String, Object> all = new TreeMap<>();
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                all.put(file.toString(), attributes.size() + " " + attributes.lastModifiedTime());
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult preVisitDirectory(Path file, BasicFileAttributes attributes) {
                all.put(file.toString(), attributes.lastModifiedTime().toString());
                return FileVisitResult.CONTINUE;
            }
        });
        return all;
    }
}
