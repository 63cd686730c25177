package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pakit.ml.serving.ServedModels.CAUSE;
import static pakit.ml.serving.ServedModels.answer;
import static pakit.ml.serving.ServedModels.artifact;
import static pakit.ml.serving.ServedModels.version;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelVersion;

class CleanUpTest {
    @TempDir
    Path directory;

    private ServedModels models;

    @BeforeEach
    void prepare() {
        models = new ServedModels(directory);
    }

    @Test
    void oldVersionsGoAndTheNewestStay() throws IOException {
        try (ModelServer server = models.started(6)) {
            server.swap("m", version(6), "");
            server.swap("m", version(5), "");
            assertThat(server.versions().cleanupOldVersions("m", 3))
                    .containsExactly(version(3), version(2), version(1));
            assertThat(registered(server)).containsExactly(version(6), version(5), version(4));
            assertThat(files("m")).noneMatch(name -> name.startsWith(".deleted"));
            assertThat(server.versions().cleanupOldVersions("m", 3)).isEmpty();
        }
    }

    @Test
    void whatIsLiveBeforeItAndChallengesStays() {
        try (ModelServer server = models.started(6)) {
            server.swap("m", version(3), "");
            server.swap("m", version(2), "");
            server.aliases().challenge("m", version(4), CAUSE);
            assertThat(server.versions().cleanupOldVersions("m", 0))
                    .containsExactly(version(6), version(5), version(1));
            assertThat(server.rollbackModel("m")).isEqualTo(version(3));
            assertThat(answer(server, "challenger")).isEqualTo(4);
        }
    }

    @Test
    void versionThatServesInAnothersPlaceStays() throws IOException {
        try (ModelServer server = models.started(4)) {
            server.swap("m", version(2), "");
            server.swap("m", version(3), "");
            server.swap("m", version(4), "");
        }
        Files.delete(models.file(4));
        Files.delete(models.file(3));
        try (ModelServer server = models.restarted()) {
            assertThat(answer(server, "champion")).isEqualTo(2);
            assertThat(server.versions().cleanupOldVersions("m", 0)).containsExactly(version(1));
        }
    }

    @Test
    void rollbackLeadsPastVersionsThatAreGone() {
        try (ModelServer server = models.started(4)) {
            server.swap("m", version(2), "");
            server.swap("m", version(3), "");
            server.swap("m", version(4), "");
            server.rollbackModel("m");
            assertThat(server.versions().cleanupOldVersions("m", 0)).containsExactly(version(4), version(1));
            assertThat(server.rollbackModel("m")).isEqualTo(version(2));
            assertThatThrownBy(() -> server.rollbackModel("m")).isInstanceOf(PakitException.NotFound.class);
        }
    }

    @Test
    void deletionIsInTheHistoryAndTheNumberIsNotUsedForOtherBytes() {
        try (ModelServer server = models.started(3)) {
            server.swap("m", version(3), "");
            server.versions().cleanupOldVersions("m", 0, "ops");
            Activation line = server.versions().history("m").getLast();
            assertThat(line.kind()).isEqualTo("cleanup");
            assertThat(line.version()).isEqualTo(version(2));
            assertThat(line.actor()).isEqualTo("ops");
            assertThat(line.reason()).contains(artifact(2).manifest().payloadSha256());
            assertThatThrownBy(() -> server.versions().register(Artifacts.artifact("m", "2.0.0", 9)))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("cleaned up with other bytes");
            server.versions().register(artifact(2));
            server.swap("m", version(2), "back again");
            assertThat(answer(server, "champion")).isEqualTo(2);
        }
    }

    @Test
    void whatWasMeasuredOfThemGoesUnlessAVersionThatStaysBehavesTheSame() throws IOException {
        try (ModelServer server = models.started(3)) {
            server.versions().register(Artifacts.artifact("m", "4.0.0", 2)); // answers as version 2.0.0 does
            for (int major = 1; major <= 4; major++) {
                server.admission().validate("m", version(major));
            }
            assertThat(files("m/evaluations")).hasSize(3);
            server.versions().cleanupOldVersions("m", 2);
            assertThat(registered(server)).containsExactly(version(4), version(3), version(1));
            assertThat(files("m/evaluations")).hasSize(3);
            server.swap("m", version(4), "");
            server.versions().cleanupOldVersions("m", 1);
            assertThat(registered(server)).containsExactly(version(4), version(1));
            assertThat(files("m/evaluations"))
                    .hasSize(2)
                    .noneMatch(name -> name.startsWith(artifact(3).manifest().behaviourSha256()));
            assertThat(server.admission()
                            .report(Artifacts.artifact("m", "4.0.0", 2).manifest()))
                    .isPresent();
        }
    }

    @Test
    void halfDeletedVersionIsRecognisedAndFinishedAtTheNextStart() throws IOException {
        try (ModelServer server = models.started(2)) {
            Path version = directory.resolve("m/2.0.0");
            Files.move(version, directory.resolve("m/.deleted-2.0.0-20260301T120000.000Z"));
            assertThat(registered(server)).containsExactly(version(1));
        }
        Files.delete(directory.resolve("m/.deleted-2.0.0-20260301T120000.000Z/model.json"));
        try (ModelServer server = models.restarted()) {
            assertThat(registered(server)).containsExactly(version(1));
            assertThat(files("m")).noneMatch(name -> name.startsWith(".deleted"));
        }
    }

    @Test
    void versionThatWasCleanedUpMeanwhileCannotGoLive() {
        try (ModelServer server = models.started(2)) {
            server.versions().cleanupOldVersions("m", 0);
            assertThatThrownBy(() -> server.versions()
                            .activate(Artifacts.cleared(directory.resolve("evaluated"), "m", "2.0.0", 2), CAUSE))
                    .isInstanceOf(PakitException.NotFound.class)
                    .hasMessageContaining("was cleaned up");
            assertThat(server.versions().live("m")).contains(version(1));
        }
    }

    @Test
    void nonsenseIsRefused() {
        try (ModelServer server = models.started(1)) {
            assertThatThrownBy(() -> server.versions().cleanupOldVersions("m", -1))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("found -1");
            assertThatThrownBy(() -> server.versions().cleanupOldVersions("other", 3))
                    .isInstanceOf(PakitException.NotFound.class);
        }
    }

    private static List<ModelVersion> registered(ModelServer server) {
        return server.versions().listVersions("m").stream()
                .map(Manifest::version)
                .toList();
    }

    private List<String> files(String model) throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve(model))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
