package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static pakit.ml.serving.ServedModels.answer;
import static pakit.ml.serving.ServedModels.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void answersWhatWasLiveAtATime() {
        History history = new History(List.of(
                line(0, 1, "activate"),
                line(10, 2, "activate"),
                line(15, 3, "challenger"),
                line(20, 1, "rollback"),
                line(30, 3, "start"),
                line(40, 2, "cleanup")));
        assertThat(history.liveAt(NOON.minusNanos(1))).isEmpty();
        assertThat(history.liveAt(NOON).orElseThrow().version()).isEqualTo(version(1));
        assertThat(liveAt(history, 9)).isEqualTo(1);
        assertThat(liveAt(history, 10)).isEqualTo(2);
        assertThat(liveAt(history, 19)).isEqualTo(2);
        assertThat(liveAt(history, 25)).isEqualTo(1);
        assertThat(liveAt(history, 1000)).isEqualTo(3);
        assertThat(history.served()).contains(version(3));
        assertThat(history.standing().live()).contains(version(1));
    }

    @Test
    void fallbackAtStartAndTheReturnFromItAreInTheHistory() throws IOException {
        ServedModels models = new ServedModels(directory);
        try (ModelServer server = models.started(2)) {
            server.swap("m", version(2), "");
        }
        byte[] good = Files.readAllBytes(models.file(2));
        Files.write(models.file(2), new byte[] {1});
        for (int i = 0; i < 2; i++) {
            try (ModelServer server = models.restarted()) {
                assertThat(answer(server, "champion")).isEqualTo(1);
                Activation line = server.versions().history("m").getLast();
                assertThat(line.kind()).isEqualTo("start");
                assertThat(line.actor()).isEqualTo("start");
                assertThat(line.reason()).contains("v2.0.0 is refused").contains("SHA-256");
                assertThat(server.versions()
                                .liveAt("m", line.at())
                                .orElseThrow()
                                .version())
                        .isEqualTo(version(1));
                assertThat(server.versions().history("m")).hasSize(3);
            }
        }
        Files.write(models.file(2), good);
        try (ModelServer server = models.restarted()) {
            assertThat(answer(server, "champion")).isEqualTo(2);
            assertThat(server.versions().history("m")).hasSize(4);
            assertThat(server.versions().history("m").getLast().reason()).isEqualTo("it can be loaded again");
            assertThat(server.rollbackModel("m")).isEqualTo(version(1));
        }
    }

    private static int liveAt(History history, int seconds) {
        String version = history.liveAt(NOON.plusSeconds(seconds))
                .orElseThrow()
                .version()
                .text();
        return Integer.parseInt(version.substring(0, 1));
    }

    private static Activation line(int seconds, int major, String kind) {
        return new Activation(NOON.plusSeconds(seconds), version(major), kind, "test", "");
    }
}
