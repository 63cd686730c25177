package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.dag.DagBackend;
import pakit.dag.Outcome;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;
import pakit.ml.database.SettingsTable;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.metrics.MetricSource;
import pakit.ml.models.CodecTrials;
import pakit.ml.models.CompressionPredictor;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.OpenGate;
import pakit.ml.serving.Cause;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Monitoring;

@Timeout(120)
class ShadowModeTest {
    private static final String MODEL = CompressionPredictor.NAME;
    private static final Cause CAUSE = new Cause("test", "to compare");
    private static final Profile PROFILE = Profile.BALANCED;

    @TempDir
    Path models;

    private final AtomicLong now = new AtomicLong();
    private final List<PlayedModel> loaded = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Random random = new Random(5);
    private final FallbackManager fallback =
            new FallbackManager(BreakerSettings.DEFAULT, now::get, () -> Instant.EPOCH);
    private final ShadowShare kept = new ShadowShare(0, new SettingsTable(PakitDatabase.inMemory()));
    private ModelServer server;
    private MLDAGIntegration integration;
    private ShadowMode shadow;
    private DagBackend backend;

    @BeforeEach
    void start() {
        server = new ModelServer(
                models,
                this::load,
                OpenGate.at(models, CompressionFeatures.schema().size(), Profile.values().length * Codec.MENU.size()),
                fallback,
                event -> {},
                Monitoring.standard());
        server.installDefaults(List.of(artifact("1.0.0")));
        server.versions().register(artifact("2.0.0"));
        server.start();
        integration = new MLDAGIntegration(server, fallback);
        shadow = new ShadowMode(server.registry(), PROFILE, 1, kept, new Random(1));
        backend = new DagBackend(new MapBlockStore(), PROFILE, shadow.andThen(outcomes::add), System::nanoTime);
    }

    @AfterEach
    void stop() {
        shadow.sideline().close();
        server.close();
    }

    @Test
    void nothingIsAskedWithoutAShareOrAChallenger() {
        server.aliases().challenge(MODEL, new ModelVersion("2.0.0"), CAUSE);
        put(20);
        server.aliases().withdraw(MODEL, CAUSE);
        shadow.share(1);
        put(20);
        assertThat(shadow.report(MODEL).candidate()).isNull();
        assertThat(shadow.sideline().done() + shadow.sideline().dropped()).isZero();
    }

    @Test
    void answersAreComparedAndThoseThatDifferAreNamed() {
        challenge();
        awaitDone(putSlowly(8));
        assertThat(shadow.report(MODEL)).satisfies(report -> {
            assertThat(report.compared()).isEqualTo(8);
            assertThat(report.agreed()).isEqualTo(8);
            assertThat(figure(report.agreement()).high()).isEqualTo(1);
            assertThat(figure(report.agreement()).low()).isBetween(0.3, 0.9);
            assertThat(report.differences()).isEmpty();
            assertThat(side(report.live()).version()).isEqualTo("1.0.0");
            assertThat(side(report.candidate()).latencyP99Ms()).isPositive();
        });
        loaded.getLast().part = PlayedModel.Part.ABSTAIN;
        awaitDone(putSlowly(2));
        assertThat(shadow.report(MODEL)).satisfies(report -> {
            assertThat(report.agreed()).isEqualTo(8);
            assertThat(report.compared()).isEqualTo(10);
            assertThat(report.differences())
                    .containsExactly(new ShadowReport.Difference(
                            "zstd-15", PROFILE.defaultCodec().label(), 2));
        });
    }

    /// Not one block, not one alert and not one breaker hears of it.
    @ParameterizedTest
    @CsvSource({
        "THROW,failed",
        "ERROR,failed",
        "OUT_OF_MEMORY,failed",
        "NOT_A_NUMBER,not_finite",
        "UNKNOWN_CODEC,unusable",
        "OUT_OF_BOUNDS,failed"
    })
    void aBrokenCandidateIsCountedAndHarmsNothing(PlayedModel.Part broken, String kind) {
        challenge();
        loaded.getLast().part = broken;
        awaitDone(putSlowly(40));
        ShadowReport report = shadow.report(MODEL);
        assertThat(side(report.candidate()).failures()).containsEntry(kind, 40L);
        assertThat(side(report.live()).failures()).containsValues(0L).doesNotContainValue(40L);
        assertThat(report.compared()).isZero();
        assertThat(report.agreement()).isNull();
        assertThat(outcomes)
                .allMatch(outcome -> outcome instanceof Outcome.Stored stored
                        && stored.decision().why() instanceof pakit.dag.Decision.Why.Hinted hinted
                        && hinted.version().equals("1.0.0"));
        assertThat(fallback.modelHealth(MODEL).state()).isEqualTo("CLOSED");
        assertThat(server.monitor().metrics(MODEL).errors()).isZero();
        assertThat(server.monitor().metrics(MODEL).predictions()).isEqualTo(40);
        assertThat(server.healthCheck().status()).isEqualTo("healthy");
    }

    @Test
    void aCandidateThatNeverAnswersDelaysNobodyAndWhatItMissesIsCounted() {
        challenge();
        CountDownLatch freed = new CountDownLatch(1);
        loaded.getLast().first = () -> awaitUninterruptibly(freed);
        put(100);
        assertThat(outcomes).hasSize(100);
        assertThat(shadow.sideline().dropped()).isBetween(100L - 2 - ShadowMode.WAITING_MAX, 99L);
        freed.countDown();
        awaitDone(100 - shadow.sideline().dropped());
        assertThat(shadow.report(MODEL).compared())
                .isEqualTo(100 - shadow.sideline().dropped());
    }

    @Test
    void aCandidateThatIsSwappedOrWithdrawnIsClosedOnlyAfterItsLastAnswer() {
        shadow.share(1);
        for (int i = 0; i < 30; i++) {
            server.aliases().challenge(MODEL, new ModelVersion("2.0.0"), CAUSE);
            put(3);
            if (i % 2 == 0) {
                server.aliases().withdraw(MODEL, CAUSE);
            } else {
                server.swap(MODEL, new ModelVersion("2.0.0"), CAUSE);
                server.rollbackModel(MODEL, CAUSE);
            }
        }
        shadow.sideline().close();
        assertThat(loaded).allMatch(model -> model.callsWhenClosed.get() == 0);
        assertThat(loaded.stream().filter(model -> model.closes.get() == 0)).hasSize(1);
        assertThat(outcomes).hasSize(90);
    }

    @Test
    void figuresBeginAnewWithAnotherCandidate() {
        server.versions().register(artifact("3.0.0"));
        challenge();
        awaitDone(putSlowly(3));
        server.aliases().challenge(MODEL, new ModelVersion("3.0.0"), CAUSE);
        assertThat(shadow.report(MODEL).compared()).isZero();
        awaitDone(putSlowly(2));
        ShadowReport report = shadow.report(MODEL);
        assertThat(side(report.candidate()).version()).isEqualTo("3.0.0");
        assertThat(report.compared()).isEqualTo(2);
    }

    @Test
    void whereTheOracleTriedBothRegretsAreKnown() {
        challenge();
        loaded.getLast().part = PlayedModel.Part.ABSTAIN;
        List<MeasuredBlock> blocks = measured(16);
        int times = 400;
        for (int i = 1; i <= times; i++) {
            shadow.tried(blocks.get(i % blocks.size()));
            awaitDone(i);
        }
        ShadowReport report = shadow.report(MODEL);
        assertRegret(report.live(), blocks, new Codec.Zstd(15));
        assertRegret(report.candidate(), blocks, PROFILE.defaultCodec());
        assertThat(side(report.candidate()).regretSamples()).isEqualTo(times);
    }

    private List<MeasuredBlock> measured(int count) {
        CodecTrials trials = new CodecTrials(System::nanoTime);
        List<MeasuredBlock> blocks = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            blocks.add(trials.measure(
                    "", text(), new float[CompressionFeatures.schema().size()]));
        }
        return blocks;
    }

    private static void assertRegret(ShadowReport.@Nullable Side side, List<MeasuredBlock> blocks, Codec codec) {
        double cost = 0;
        double cheapest = 0;
        for (MeasuredBlock block : blocks) {
            cost += block.hintedCost(PROFILE, Codec.MENU.indexOf(codec));
            cheapest += block.cost(PROFILE, block.oracle(PROFILE));
        }
        ShadowReport.Figure regret = figure(side(side).regret());
        assertThat(regret.value()).isCloseTo(100 * (cost / cheapest - 1), org.assertj.core.data.Offset.offset(1e-6));
        assertThat(regret.low()).isLessThanOrEqualTo(regret.value() + 1e-6);
        assertThat(regret.high()).isGreaterThanOrEqualTo(regret.value() - 1e-6);
    }

    @Test
    void inferencesAreComparedToo() {
        challenge();
        server.listener(shadow::answered);
        int width = CompressionFeatures.schema().size();
        for (int i = 1; i <= 5; i++) {
            server.predict(MODEL, 3, new float[3 * width]);
            awaitDone(i);
        }
        assertThat(shadow.report(MODEL).compared()).isEqualTo(5);
        assertThat(shadow.report(MODEL).agreed()).isEqualTo(5);
    }

    @Test
    void theShareIsDrawnAndKept() {
        challenge();
        shadow.share(0.25);
        CountDownLatch freed = new CountDownLatch(1);
        loaded.getLast().first = () -> awaitUninterruptibly(freed);
        put(1000);
        freed.countDown();
        long drawn = awaitSettled();
        assertThat(drawn).isBetween(190L, 310L);
        assertThat(kept.now()).isEqualTo(0.25);
        shadow.resetShare();
        assertThat(kept.now()).isZero();
        assertThat(shadow.report(MODEL).share()).isZero();
        assertThatThrownBy(() -> shadow.share(1.5))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("1.5");
        assertThatThrownBy(() -> shadow.report("other")).isInstanceOf(PakitException.Refused.class);
    }

    @Test
    void everySeriesExistsFromTheStart() {
        String text = MetricSource.textOf(List.of(shadow));
        assertThat(text)
                .contains(
                        "pakit_shadow_compared_total 0",
                        "pakit_shadow_failures_total{side=\"candidate\",kind=\"not_finite\"} 0",
                        "pakit_shadow_regret_percent{side=\"live\",bound=\"high\"} NaN");
    }

    private long awaitSettled() {
        long waiting = 1 + ShadowMode.WAITING_MAX;
        while (shadow.sideline().done() < waiting) {
            LockSupport.parkNanos(1_000_000);
        }
        return shadow.sideline().done() + shadow.sideline().dropped();
    }

    private void challenge() {
        server.aliases().challenge(MODEL, new ModelVersion("2.0.0"), CAUSE);
        shadow.share(1);
    }

    /// One after the other, so that none is dropped; gives how many there were since the start.
    private long putSlowly(int blocks) {
        for (int i = 0; i < blocks; i++) {
            long before = shadow.sideline().done();
            put(1);
            awaitDone(before + 1);
        }
        return shadow.sideline().done();
    }

    private void put(int blocks) {
        for (int i = 0; i < blocks; i++) {
            backend.process(Block.raw(text()), integration);
        }
    }

    private byte[] text() {
        byte[] plain = new byte[2000];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) ('a' + random.nextInt(12));
        }
        return plain;
    }

    private void awaitDone(long wanted) {
        while (shadow.sideline().done() < wanted) {
            LockSupport.parkNanos(100_000);
        }
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ShadowReport.Side side(ShadowReport.@Nullable Side side) {
        return Objects.requireNonNull(side);
    }

    private static ShadowReport.Figure figure(ShadowReport.@Nullable Figure figure) {
        return Objects.requireNonNull(figure);
    }

    private PlayedModel load(ModelArtifact artifact) {
        PlayedModel model = new PlayedModel(artifact.manifest());
        loaded.add(model);
        return model;
    }

    private static ModelArtifact artifact(String version) {
        byte[] payload = version.getBytes(StandardCharsets.US_ASCII);
        return new ModelArtifact(PlayedModel.manifest(version, ModelArtifact.sha256(payload)), payload, "");
    }
}
