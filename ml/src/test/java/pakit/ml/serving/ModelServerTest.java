package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.PakitModel;
import pakit.ml.telemetry.Pace;
import pakit.ml.telemetry.TelemetryEvent;

class ModelServerTest {
    private static final String MODEL = "compression_predictor";
    private static final ModelVersion ONE = new ModelVersion("1.0.0");
    private static final ModelVersion TWO = new ModelVersion("2.0.0");
    private static final ModelVersion THREE = new ModelVersion("3.0.0");

    @TempDir
    Path home;

    private final List<FakeModel> loaded = new ArrayList<>();
    private final List<TelemetryEvent> events = new ArrayList<>();
    private final Map<String, String> breakers = new HashMap<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(ModelServer.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private Path models;

    @BeforeEach
    void prepare() {
        models = home.resolve("models");
        VersionManager versions = new VersionManager(models);
        versions.register(Artifacts.artifact(MODEL, "1.0.0", 1));
        versions.register(Artifacts.artifact(MODEL, "2.0.0", 2));
        versions.register(Artifacts.artifact(MODEL, "3.0.0", Float.NaN));
        versions.activate(Artifacts.cleared(home.resolve("evaluated"), MODEL, "1.0.0", 1), new Cause("install", ""));
        log.start();
        logger.addAppender(log);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(log);
    }

    @Test
    void startLogsTheLinesOfTheGuide() {
        try (ModelServer server = started()) {
            assertThat(infos())
                    .containsExactly(
                            "Loading models from " + models,
                            "Loaded compression_predictor v1.0.0",
                            "Model server started with 1 models");
            assertThat(server.healthCheck().status()).isEqualTo("healthy");
        }
    }

    @Test
    void hotSwapAndRollbackLogTheLinesOfTheGuide() throws IOException {
        try (ModelServer server = started()) {
            log.list.clear();
            Path given = home.resolve("given");
            Artifacts.artifact(MODEL, "9.0.0", 4).write(given);
            server.hotSwapModel(MODEL, given, "4.0.0");
            assertThat(answer(server)).isEqualTo(4);
            assertThat(server.rollbackModel(MODEL)).isEqualTo(ONE);
            assertThat(infos())
                    .containsExactly(
                            "Hot-swapping model 'compression_predictor' to version 4.0.0",
                            "Successfully swapped 'compression_predictor' to v4.0.0",
                            "Rolling back model 'compression_predictor'",
                            "Successfully swapped 'compression_predictor' to v1.0.0");
            assertThat(server.versions().artifact(MODEL, new ModelVersion("4.0.0")))
                    .isNotNull();
        }
    }

    @Test
    void predictionNamesTheVersionThatGaveIt() {
        try (ModelServer server = started()) {
            Prediction one = server.predict(MODEL, 2, new float[4]);
            assertThat(one.manifest().version()).isEqualTo(ONE);
            assertThat(one.outputs()).containsExactly(1, 1);
            server.swap(MODEL, TWO, "better");
            assertThat(server.predict(MODEL, Map.of("size", 1, "entropy", 2.5)).outputs())
                    .containsExactly(2);
            assertThat(server.live(MODEL).orElseThrow().version()).isEqualTo(TWO);
        }
    }

    @Test
    void whatIsLiveSurvivesARestart() {
        try (ModelServer server = started()) {
            server.swap(MODEL, TWO, new Cause("cli", "better"));
        }
        try (ModelServer server = started()) {
            assertThat(answer(server)).isEqualTo(2);
            assertThat(server.versions().history(MODEL).getLast().actor()).isEqualTo("cli");
            assertThat(server.rollbackModel(MODEL)).isEqualTo(ONE);
        }
        try (ModelServer server = started()) {
            assertThat(answer(server)).isEqualTo(1);
        }
    }

    @Test
    void rollbackWithoutAnEarlierActivationIsNotFound() {
        try (ModelServer server = started()) {
            assertThatThrownBy(() -> server.rollbackModel(MODEL))
                    .isInstanceOf(PakitException.NotFound.class)
                    .hasMessageContaining(MODEL);
            assertThatThrownBy(() -> server.rollbackModel("other")).isInstanceOf(PakitException.NotFound.class);
            assertThat(answer(server)).isEqualTo(1);
        }
    }

    @Test
    void failedSelfCheckLeavesTheOldVersionServing() {
        try (ModelServer server = started()) {
            assertThatThrownBy(() -> server.swap(MODEL, THREE, ""))
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining("compression_predictor v3.0.0")
                    .hasMessageContaining("self-check");
            assertThat(answer(server)).isEqualTo(1);
            assertThat(server.versions().history(MODEL)).hasSize(1);
            assertThat(loaded.getLast().closes).hasValue(1);
        }
    }

    @Test
    void damagedFileLeavesTheOldVersionServing() throws IOException {
        try (ModelServer server = started()) {
            Files.write(models.resolve(MODEL).resolve("2.0.0/model.onnx"), new byte[] {1, 2, 3});
            assertThatThrownBy(() -> server.swap(MODEL, TWO, "")).isInstanceOf(PakitException.Corrupt.class);
            assertThat(answer(server)).isEqualTo(1);
        }
    }

    @Test
    void hotSwapOfAnotherModelsArtifactIsInvalid() throws IOException {
        Artifacts.artifact("other", "1.0.0", 1).write(home.resolve("other"));
        try (ModelServer server = started()) {
            assertThatThrownBy(() -> server.hotSwapModel(MODEL, home.resolve("other"), "5.0.0"))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("of model other");
        }
    }

    @Test
    void badVersionAtStartIsRefusedAndTheOneBeforeServes() throws IOException {
        new VersionManager(models)
                .activate(Artifacts.cleared(home.resolve("evaluated"), MODEL, "2.0.0", 2), new Cause("cli", ""));
        Files.write(models.resolve(MODEL).resolve("2.0.0/model.onnx"), new byte[] {1, 2, 3});
        try (ModelServer server = started()) {
            assertThat(answer(server)).isEqualTo(1);
            HealthReport health = server.healthCheck();
            assertThat(health.status()).isEqualTo("degraded");
            assertThat(health.model(MODEL).version()).isEqualTo("1.0.0");
            assertThat(health.model(MODEL).problem())
                    .contains("v2.0.0 is refused")
                    .contains("v1.0.0 serves instead");
            server.swap(MODEL, ONE, "settled");
            assertThat(server.healthCheck().status()).isEqualTo("healthy");
        }
    }

    @Test
    void modelWithoutAUsableVersionIsReportedAndTheOthersStart() throws IOException {
        VersionManager versions = new VersionManager(models);
        versions.register(Artifacts.artifact("other", "1.0.0", 7));
        versions.activate(Artifacts.cleared(home.resolve("evaluated"), "other", "1.0.0", 7), new Cause("cli", ""));
        Files.delete(models.resolve(MODEL).resolve("1.0.0/model.onnx"));
        try (ModelServer server = started()) {
            assertThat(server.registry().models()).containsExactly("other");
            HealthReport health = server.healthCheck();
            assertThat(health.status()).isEqualTo("degraded");
            assertThat(health.modelsLoaded()).isEqualTo(1);
            assertThat(health.model(MODEL).problem()).contains("v1.0.0 is refused", "no version serves");
            assertThat(health.model(MODEL).enabled()).isFalse();
            assertThatThrownBy(() -> server.predict(MODEL, 1, new float[2]))
                    .isInstanceOf(PakitException.NotFound.class);
        }
    }

    @Test
    void healthHasTheFiguresOfEachModel() {
        try (ModelServer server = started()) {
            answer(server);
            server.registry().switches().disable(MODEL);
            HealthReport.ModelHealth health = server.healthCheck().model(MODEL);
            assertThat(health.predictions()).isEqualTo(1);
            assertThat(health.successRate()).isEqualTo(1);
            assertThat(health.avgLatencyMs()).isPositive();
            assertThat(health.enabled()).isFalse();
            assertThat(server.healthCheck().modelsEnabled()).isZero();
            breakers.put(MODEL, "OPEN");
            assertThat(server.healthCheck().status()).isEqualTo("degraded");
        }
    }

    @Test
    void badInputIsInvalidAndNotCounted() {
        try (ModelServer server = started()) {
            assertThatThrownBy(() -> server.predict(MODEL, 2, new float[3]))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("expected 4 values for 2 rows, found 3");
            assertThatThrownBy(() -> server.predict(MODEL, 0, new float[0])).isInstanceOf(PakitException.Invalid.class);
            assertThatThrownBy(() -> server.predict(MODEL, 1, new float[] {1, Float.NaN}))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("entropy");
            assertThatThrownBy(() -> server.predict(MODEL, Map.of("size", 1)))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("entropy");
            assertThat(server.monitor().metrics(MODEL).predictions()).isZero();
        }
    }

    @Test
    void modelThatFailsIsCountedAndNamed() {
        try (ModelServer server = started()) {
            loaded.getLast().broken = true;
            assertThatThrownBy(() -> answer(server))
                    .isInstanceOf(PakitException.Unavailable.class)
                    .hasMessageContaining("compression_predictor v1.0.0");
            loaded.getLast().broken = false;
            answer(server);
            assertThat(server.monitor().metrics(MODEL).errors()).isEqualTo(1);
            assertThat(server.monitor().metrics(MODEL).successRate()).isEqualTo(0.5);
            assertThat(events)
                    .hasSize(1)
                    .first()
                    .isInstanceOfSatisfying(
                            TelemetryEvent.Predicted.class,
                            event -> assertThat(event.success()).isFalse());
        }
    }

    @Test
    void eventsOfCallsThatGoWellAreFew() {
        try (ModelServer server = started()) {
            long begun = System.nanoTime();
            for (int i = 0; i < 10_000; i++) {
                answer(server);
            }
            long most = 1 + (System.nanoTime() - begun) / Pace.SAMPLES.toNanos();
            assertThat(events.stream().filter(TelemetryEvent.Predicted.class::isInstance))
                    .hasSizeBetween(1, (int) most);
        }
    }

    @Test
    void stoppedServerHasClosedItsModelsAndAnswersNobody() {
        ModelServer server = started();
        server.stop();
        assertThat(loaded).allMatch(model -> model.closes.get() == 1);
        assertThat(server.healthCheck().status()).isEqualTo("stopped");
        assertThatThrownBy(() -> answer(server)).isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> server.swap(MODEL, TWO, "")).isInstanceOf(PakitException.Unavailable.class);
    }

    @Test
    void metricsNameTheLiveVersion() {
        try (ModelServer server = started()) {
            server.swap(MODEL, TWO, "");
            assertThat(server.monitor().exportPrometheusMetrics())
                    .contains("pakit_ml_model_info{model=\"compression_predictor\",version=\"2.0.0\"} 1\n")
                    .contains("pakit_ml_breaker_state{model=\"compression_predictor\",state=\"CLOSED\"} 1\n");
        }
    }

    private ModelServer started() {
        ModelServer server = new ModelServer(
                models,
                this::load,
                Artifacts.openGate(models),
                model -> breakers.getOrDefault(model, "CLOSED"),
                events::add,
                Monitoring.standard());
        server.start();
        return server;
    }

    private PakitModel load(ModelArtifact artifact) {
        FakeModel model = Artifacts.model(artifact);
        loaded.add(model);
        return model;
    }

    private static float answer(ModelServer server) {
        return server.predict(MODEL, 1, new float[2]).outputs()[0];
    }

    private List<String> infos() {
        return log.list.stream()
                .filter(event -> event.getLevel() == Level.INFO)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
