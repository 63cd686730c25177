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
import pakit.ml.serving.ModelRepository.State;

class ModelRepositoryTest {
    @TempDir
    Path directory;

    private ServedModels models;

    @BeforeEach
    void prepare() {
        models = new ServedModels(directory);
    }

    @Test
    void unloadedModelAnswersNobodyAndIsClosedAfterItsLastCall() {
        try (ModelServer server = models.started(1)) {
            Lease running = server.registry().lease("m");
            FakeModel model = (FakeModel) running.model();
            server.repository().unload("m");
            assertThat(server.registry().tryLease("m")).isNull();
            assertThat(model.closes).hasValue(0);
            running.close();
            assertThat(model.closes).hasValue(1);
            assertThat(server.healthCheck().model("m").problem()).contains("unloaded on request");
        }
    }

    @Test
    void loadBringsBackTheLiveVersionAndTheChallenger() {
        try (ModelServer server = models.started(3)) {
            server.swap("m", version(2), "");
            server.aliases().challenge("m", version(3), CAUSE);
            int lines = server.versions().history("m").size();
            server.repository().unload("m");
            server.repository().load("m");
            server.repository().load("m");
            assertThat(answer(server, "champion")).isEqualTo(2);
            assertThat(answer(server, "challenger")).isEqualTo(3);
            assertThat(server.versions().history("m")).hasSize(lines);
            assertThat(server.healthCheck().status()).isEqualTo("healthy");
        }
        assertThat(models.loaded).allMatch(model -> model.closes.get() == 1);
    }

    @Test
    void whatWasUnloadedIsLoadedByTheNextStart() {
        try (ModelServer server = models.started(1)) {
            server.repository().unload("m");
        }
        try (ModelServer server = models.restarted()) {
            assertThat(answer(server, "champion")).isEqualTo(1);
        }
    }

    @Test
    void indexTellsOfEachVersionWhetherItAnswersAndWhyNot() throws IOException {
        try (ModelServer server = models.started(3)) {
            server.aliases().challenge("m", version(3), CAUSE);
            Files.write(models.file(2), new byte[] {1});
            assertThat(server.repository().index())
                    .containsExactly(
                            new ModelRepository.Entry("m", "3.0.0", State.READY, ""),
                            new ModelRepository.Entry(
                                    "m", "2.0.0", State.UNAVAILABLE, "neither champion nor challenger"),
                            new ModelRepository.Entry("m", "1.0.0", State.READY, ""));
            server.repository().unload("m");
            assertThat(server.repository().index())
                    .extracting(ModelRepository.Entry::state)
                    .containsOnly(State.UNAVAILABLE);
            assertThat(server.repository().index().getLast().reason()).contains("unloaded on request");
        }
    }

    @Test
    void unknownModelIsNotFoundAndOneThatCannotBeLoadedSaysWhy() throws IOException {
        try (ModelServer server = models.started(1)) {
            assertThatThrownBy(() -> server.repository().load("other")).isInstanceOf(PakitException.NotFound.class);
            assertThatThrownBy(() -> server.repository().unload("other")).isInstanceOf(PakitException.NotFound.class);
            server.repository().unload("m");
            Files.delete(models.file(1));
            assertThatThrownBy(() -> server.repository().load("m"))
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("m")
                    .hasMessageContaining("model.onnx is missing");
        }
    }
}
