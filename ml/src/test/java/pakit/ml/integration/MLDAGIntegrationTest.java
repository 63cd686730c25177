package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.dag.DagBackend;
import pakit.dag.Decision;
import pakit.dag.Outcome;
import pakit.hint.Advice;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.Gate;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.OpenGate;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;

class MLDAGIntegrationTest {
    private static final String MODEL = CompressionPredictor.NAME;

    @TempDir
    Path models;

    private final AtomicLong now = new AtomicLong();
    private final List<PlayedModel> loaded = new ArrayList<>();
    private final Random random = new Random(5);
    private final FallbackManager fallback =
            new FallbackManager(BreakerSettings.DEFAULT, now::get, () -> Instant.EPOCH);
    private ModelServer server;
    private MLDAGIntegration integration;

    @BeforeEach
    void start() {
        Gate gate =
                OpenGate.at(models, CompressionFeatures.schema().size(), Profile.values().length * Codec.MENU.size());
        server = new ModelServer(models, this::load, gate, fallback, event -> {}, Monitoring.standard());
        server.installDefaults(List.of(artifact("1.0.0")));
        server.start();
        integration = new MLDAGIntegration(server, fallback);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void hintNamesTheModelAndTheVersionThatGaveIt() {
        assertThat(hint())
                .isEqualTo(new Advice.Suggested<>(new Hint.Compression(new Codec.Zstd(15), 0.25f), MODEL, "1.0.0"));
        server.versions().register(artifact("2.0.0"));
        server.swap(MODEL, new ModelVersion("2.0.0"), "");
        assertThat(hint())
                .isInstanceOfSatisfying(
                        Advice.Suggested.class,
                        hint -> assertThat(hint.version()).isEqualTo("2.0.0"));
        assertThat(server.monitor().metrics(MODEL).predictions()).isEqualTo(2);
        assertThat(integration.registry().models()).containsExactly(MODEL);
    }

    @Test
    void aModelThatGaveUpOnAProfileIsNotAskedThere() {
        loaded.getLast().part = PlayedModel.Part.GIVE_UP;
        assertThat(hint()).isEqualTo(Advice.silent(Silence.ABSTAINED));
        assertThat(server.monitor().metrics(MODEL).errors()).isZero();
    }

    @Test
    void silenceSaysWhy() {
        assertThat(integration.enableMl()).isTrue();
        loaded.getLast().part = PlayedModel.Part.ABSTAIN;
        assertThat(hint()).isEqualTo(Advice.silent(Silence.ABSTAINED));
        integration.enableMl(false);
        assertThat(hint()).isEqualTo(Advice.silent(Silence.ML_DISABLED));
        integration.enableMl(true);
        server.registry().switches().disable(MODEL);
        assertThat(hint()).isEqualTo(Advice.silent(Silence.ML_DISABLED));
        server.registry().switches().enable(MODEL);
        assertThat(hint()).isEqualTo(Advice.silent(Silence.ABSTAINED));
        server.stop();
        assertThat(hint()).isEqualTo(Advice.silent(Silence.NO_MODEL));
        assertThat(server.monitor().metrics(MODEL).errors()).isZero();
    }

    /// Whatever a model does, blocks come back as they were, the breaker opens, health says so, and hints resume.
    @ParameterizedTest
    @EnumSource(names = {"THROW", "ERROR", "NOT_A_NUMBER", "UNKNOWN_CODEC", "OUT_OF_BOUNDS"})
    void brokenModelHarmsNothingAndIsLeftAloneUntilItIsWell(PlayedModel.Part broken) {
        List<Outcome> outcomes = new ArrayList<>();
        DagBackend backend = new DagBackend(new MapBlockStore(), Profile.BALANCED, outcomes::add, System::nanoTime);
        loaded.getLast().part = broken;
        putAndReadBack(backend, 60);
        assertThat(silences(outcomes, Silence.MODEL_FAILED)).isEqualTo(20);
        assertThat(silences(outcomes, Silence.BREAKER_OPEN)).isEqualTo(40);
        assertThat(fallback.modelHealth(MODEL)).isEqualTo(new BreakerHealth("OPEN", false, Instant.EPOCH, 0, 20, 20));
        assertThat(server.healthCheck().status()).isEqualTo("degraded");
        assertThat(server.healthCheck().model(MODEL).breaker()).isEqualTo("OPEN");
        assertThat(server.monitor().metrics(MODEL).errors()).isEqualTo(20);

        loaded.getLast().part = PlayedModel.Part.HINT;
        now.addAndGet(BreakerSettings.DEFAULT.openFor().toNanos() + 1);
        outcomes.clear();
        putAndReadBack(backend, 20);
        assertThat(outcomes).allMatch(outcome -> why(outcome) instanceof Decision.Why.Hinted);
        assertThat(fallback.state(MODEL)).isEqualTo("CLOSED");
        assertThat(server.healthCheck().status()).isEqualTo("healthy");
    }

    @Test
    void newVersionClosesTheBreakerThatTheOldOneOpened() {
        failUntilTheBreakerOpens();
        publishTwo();
        assertThat(fallback.state(MODEL)).isEqualTo("CLOSED");
        assertThat(hint()).isInstanceOf(Advice.Suggested.class);
        assertThat(server.healthCheck().status()).isEqualTo("healthy");
    }

    @Test
    void rollbackClosesItToo() {
        publishTwo();
        failUntilTheBreakerOpens();
        loaded.clear();
        server.rollbackModel(MODEL);
        assertThat(fallback.state(MODEL)).isEqualTo("CLOSED");
        assertThat(hint()).isInstanceOf(Advice.Suggested.class);
    }

    @Test
    void whatAnOperatorForcedStaysWithANewVersionUntilItIsReset() {
        fallback.forceOpen(MODEL);
        publishTwo();
        assertThat(fallback.state(MODEL)).isEqualTo("OPEN");
        assertThat(hint()).isEqualTo(Advice.silent(Silence.BREAKER_OPEN));
        fallback.forceClosed(MODEL);
        server.rollbackModel(MODEL);
        loaded.getLast().part = PlayedModel.Part.THROW;
        for (int i = 0; i < 100; i++) {
            assertThat(hint()).isEqualTo(Advice.silent(Silence.MODEL_FAILED));
        }
        fallback.resetCircuitBreaker(MODEL);
        failUntilTheBreakerOpens();
    }

    private void failUntilTheBreakerOpens() {
        loaded.getLast().part = PlayedModel.Part.THROW;
        for (int i = 0; i < 20; i++) {
            hint();
        }
        assertThat(hint()).isEqualTo(Advice.silent(Silence.BREAKER_OPEN));
    }

    private void publishTwo() {
        server.versions().register(artifact("2.0.0"));
        server.swap(MODEL, new ModelVersion("2.0.0"), "another one");
    }

    @Test
    void theSwitchIsTheOneThatOutlastsTheProcess() {
        integration.enableMl(false);
        assertThat(server.registry().switches().allEnabled()).isFalse();
        assertThat(server.healthCheck().mlSwitch()).isEqualTo("off");
        server.close();
        start();
        assertThat(integration.enableMl()).isFalse();
        assertThat(hint()).isEqualTo(Advice.silent(Silence.ML_DISABLED));
        server.registry().switches().enableAll();
        assertThat(integration.enableMl()).isTrue();
        assertThat(hint()).isInstanceOf(Advice.Suggested.class);
    }

    @Test
    void offForTheRunHoldsWhateverIsSwitchedAndIsForgottenByTheNext() {
        server.registry().switches().offForThisRun();
        integration.enableMl(true);
        assertThat(integration.enableMl()).isFalse();
        assertThat(hint()).isEqualTo(Advice.silent(Silence.ML_DISABLED));
        assertThat(server.healthCheck().mlSwitch()).isEqualTo("off_by_configuration");
        assertThat(server.healthCheck().modelsEnabled()).isZero();
        server.close();
        start();
        assertThat(hint()).isInstanceOf(Advice.Suggested.class);
    }

    @Test
    void runningOutOfMemoryIsCountedAndPassedOn() {
        loaded.getLast().part = PlayedModel.Part.OUT_OF_MEMORY;
        assertThatThrownBy(this::hint).isInstanceOf(OutOfMemoryError.class);
        assertThat(server.monitor().metrics(MODEL).errors()).isEqualTo(1);
        assertThat(fallback.modelHealth(MODEL).failures()).isEqualTo(1);
    }

    private void putAndReadBack(DagBackend backend, int blocks) {
        for (int i = 0; i < blocks; i++) {
            byte[] bytes = new byte[4096];
            random.nextBytes(bytes);
            System.arraycopy(new byte[2048], 0, bytes, 0, 2048);
            Block block = Block.raw(bytes.clone());
            backend.process(block, integration);
            assertThat(backend.read(block.id()).bytes()).isEqualTo(bytes);
        }
    }

    private static long silences(List<Outcome> outcomes, Silence reason) {
        return outcomes.stream()
                .filter(outcome -> why(outcome).equals(new Decision.Why.Unhinted(reason)))
                .count();
    }

    private static Decision.Why why(Outcome outcome) {
        return ((Outcome.Stored) outcome).decision().why();
    }

    private Advice<Hint.Compression> hint() {
        Block block = Block.raw("some plain bytes of a block".getBytes(StandardCharsets.UTF_8));
        return integration.compressionHint(new CompressionFacts(block, 0, Profile.BALANCED));
    }

    private PlayedModel load(ModelArtifact artifact) {
        PlayedModel model = new PlayedModel(artifact.manifest());
        loaded.add(model);
        return model;
    }

    private static ModelArtifact artifact(String version) {
        byte[] payload = version.getBytes(StandardCharsets.UTF_8);
        return new ModelArtifact(PlayedModel.manifest(version, ModelArtifact.sha256(payload)), payload, "");
    }
}
