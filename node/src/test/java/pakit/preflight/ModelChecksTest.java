package pakit.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static pakit.preflight.MachineChecksTest.assertFails;
import static pakit.preflight.MachineChecksTest.assertPasses;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.Cause;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// Checks of versions on disk and of what a server does with them.
class ModelChecksTest {
    private static final ModelVersion SECOND = ModelVersion.parse("2.0.0");
    private static final Cause BECAUSE = new Cause("test", "because");

    @TempDir
    Path directory;

    @SuppressWarnings("NullAway.Init") // set by each test
    private ModelServer server;

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void versionsThatPassedTheGatePass() {
        start("1.0.0", "2.0.0");
        assertPasses(new ModelsValidated(() -> server), "steady v1.0.0");
        server.swap(SteadyModels.NAME, SECOND, BECAUSE);
        assertPasses(new ModelsValidated(() -> server), "steady v2.0.0");
    }

    @Test
    void aVersionThatIsLiveByForceFails() {
        start("1.0.0", "2.0.0");
        server.force(SteadyModels.NAME, SECOND, BECAUSE);
        assertFails(new ModelsValidated(() -> server), "steady v2.0.0: never validated", "pakit models validate");
    }

    @Test
    void serversWithoutModelsFail() {
        startEmpty();
        assertFails(new ModelsValidated(() -> server), "no model is live", "train");
        assertFails(new RollbackRehearsed(() -> server), "no model is loaded", "swap");
    }

    @Test
    void intactVersionsPass() {
        start("1.0.0", "2.0.0");
        assertPasses(new ArtifactsIntact(directory), "2 registered");
    }

    @Test
    void anAlteredAMovedAndAnEmptyVersionFail() throws IOException {
        start("1.0.0", "2.0.0");
        Path model = directory.resolve(SteadyModels.NAME);
        Files.writeString(model.resolve("1.0.0/model.bin"), "other");
        assertFails(new ArtifactsIntact(directory), "SHA-256", "backup");
        Files.writeString(model.resolve("1.0.0/model.bin"), "1.0.0");
        Files.move(model.resolve("1.0.0"), model.resolve("1.0.1"));
        assertFails(new ArtifactsIntact(directory), "manifest in steady/1.0.1 is of steady/1.0.0", "backup");
        Files.move(model.resolve("1.0.1"), model.resolve("1.0.0"));
        Files.createDirectory(model.resolve("3.0.0"));
        assertFails(new ArtifactsIntact(directory), "3.0.0", "backup");
    }

    @Test
    void nothingRegisteredFails() {
        startEmpty();
        assertFails(new ArtifactsIntact(directory), "no version", "pakit train");
    }

    @Test
    void theWayBackToTheVersionBeforeIsGone() {
        start("1.0.0", "2.0.0");
        server.swap(SteadyModels.NAME, SECOND, BECAUSE);
        assertPasses(new RollbackRehearsed(() -> server), "steady 2.0.0 → 1.0.0");
        assertThat(server.live(SteadyModels.NAME).orElseThrow().version().text())
                .isEqualTo("1.0.0");
    }

    @Test
    void withoutAVersionBeforeACopyIsSwappedInAndRolledBack() {
        start("1.0.0");
        assertPasses(new RollbackRehearsed(() -> server), "steady 1.0.0 → 1.0.0-rehearsal → 1.0.0");
        assertThat(server.live(SteadyModels.NAME).orElseThrow().version().text())
                .isEqualTo("1.0.0");
    }

    @Test
    void aVersionBeforeThatDoesNotLoadFails() throws IOException {
        start("1.0.0", "2.0.0");
        server.swap(SteadyModels.NAME, SECOND, BECAUSE);
        Files.writeString(directory.resolve(SteadyModels.NAME).resolve("1.0.0/model.bin"), "other");
        assertFails(new RollbackRehearsed(() -> server), "steady cannot be rolled back", "next rollout");
    }

    private void start(String... versions) {
        server = new SteadyModels().start(directory, versions);
    }

    private void startEmpty() {
        server = new ModelServer(directory, artifact -> {
            throw new IllegalStateException("no models here");
        });
        server.start();
    }
}
