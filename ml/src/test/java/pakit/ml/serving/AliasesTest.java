package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pakit.ml.serving.ServedModels.CAUSE;
import static pakit.ml.serving.ServedModels.answer;
import static pakit.ml.serving.ServedModels.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class AliasesTest {
    @TempDir
    Path directory;

    private ServedModels models;

    @BeforeEach
    void prepare() {
        models = new ServedModels(directory);
    }

    @Test
    void challengerAnswersByItsNameAndItsVersionBesideTheChampion() {
        try (ModelServer server = models.started(3)) {
            server.aliases().challenge("m", version(2), CAUSE);
            assertThat(answer(server, "champion")).isEqualTo(1);
            assertThat(answer(server, "1.0.0")).isEqualTo(1);
            assertThat(answer(server, "challenger")).isEqualTo(2);
            assertThat(answer(server, "2.0.0")).isEqualTo(2);
            assertThat(server.aliases().resolve("m", "challenger")).isEqualTo(version(2));
            assertThat(server.monitor().metrics("m").predictions()).isEqualTo(4);
            assertThatThrownBy(() -> answer(server, "3.0.0"))
                    .isInstanceOf(PakitException.NotFound.class)
                    .hasMessageContaining("'3.0.0'")
                    .hasMessageContaining("[1.0.0, 2.0.0]");
        }
        assertThat(models.loaded).allMatch(model -> model.closes.get() == 1);
    }

    @Test
    void championMovesWithActivationAndRollback() {
        try (ModelServer server = models.started(3)) {
            server.swap("m", version(3), "better");
            assertThat(answer(server, "champion")).isEqualTo(3);
            server.rollbackModel("m");
            assertThat(answer(server, "champion")).isEqualTo(1);
            assertThat(server.aliases().resolve("m", "champion")).isEqualTo(version(1));
        }
    }

    @Test
    void challengerSurvivesARestartAndIsInTheHistory() {
        try (ModelServer server = models.started(2)) {
            server.aliases().challenge("m", version(2), CAUSE);
        }
        try (ModelServer server = models.restarted()) {
            assertThat(answer(server, "challenger")).isEqualTo(2);
            Activation line = server.versions().history("m").getLast();
            assertThat(line.kind()).isEqualTo("challenger");
            assertThat(line.version()).isEqualTo(version(2));
            assertThat(line.actor()).isEqualTo("test");
            assertThat(line.reason()).isEqualTo("why not");
            assertThat(server.versions().live("m")).contains(version(1));
            assertThat(server.versions().deployedAt("m", version(2))).isEmpty();
        }
    }

    @Test
    void removedChallengerIsClosedAndStaysRemoved() {
        try (ModelServer server = models.started(2)) {
            server.aliases().challenge("m", version(2), CAUSE);
            server.aliases().withdraw("m", CAUSE);
            assertThat(models.loaded.stream().filter(model -> model.closes.get() == 0))
                    .hasSize(1);
            assertThatThrownBy(() -> server.aliases().withdraw("m", CAUSE))
                    .isInstanceOf(PakitException.NotFound.class)
                    .hasMessageContaining("has no challenger");
        }
        try (ModelServer server = models.restarted()) {
            assertThat(server.registry().challenger("m")).isEmpty();
        }
    }

    @Test
    void challengerThatGoesLiveIsOneNoMore() {
        try (ModelServer server = models.started(2)) {
            server.aliases().challenge("m", version(2), CAUSE);
            server.swap("m", version(2), "it won");
            assertThat(server.registry().loaded("m")).containsExactly("2.0.0");
            server.rollbackModel("m");
            assertThat(server.registry().loaded("m")).containsExactly("1.0.0");
            assertThat(server.versions().challenger("m")).isEmpty();
        }
    }

    @Test
    void championCannotChallengeItself() {
        try (ModelServer server = models.started(1)) {
            assertThatThrownBy(() -> server.aliases().challenge("m", version(1), CAUSE))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("is the champion");
        }
    }

    @Test
    void aliasMovesOnlyToAVersionThatCanBeLoaded() throws IOException {
        try (ModelServer server = models.started(3)) {
            server.aliases().challenge("m", version(2), CAUSE);
            Files.write(models.file(3), new byte[] {1});
            assertThatThrownBy(() -> server.aliases().challenge("m", version(3), CAUSE))
                    .isInstanceOf(PakitException.Corrupt.class);
            assertThat(answer(server, "challenger")).isEqualTo(2);
            assertThat(server.versions().challenger("m")).contains(version(2));
        }
    }

    @Test
    void challengerThatCannotBeLoadedAgainIsAProblemAndNoFailedStart() throws IOException {
        try (ModelServer server = models.started(2)) {
            server.aliases().challenge("m", version(2), CAUSE);
        }
        Files.delete(models.file(2));
        try (ModelServer server = models.restarted()) {
            assertThat(answer(server, "champion")).isEqualTo(1);
            HealthReport health = server.healthCheck();
            assertThat(health.status()).isEqualTo("degraded");
            assertThat(health.model("m").problem()).contains("challenger v2.0.0 is refused", "is missing", "--remove");
            server.aliases().withdraw("m", CAUSE);
            assertThat(server.healthCheck().status()).isEqualTo("healthy");
        }
    }
}
