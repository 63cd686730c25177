package pakit.ml.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.dag.CompressionRule;
import pakit.dag.Decision;
import pakit.dag.DeltaTrial;
import pakit.dag.Outcome;
import pakit.hint.Advice;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;
import pakit.ml.alerts.Finding;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.metrics.MetricSource;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.telemetry.TelemetryEvent;

@Timeout(60)
class ContinuousOracleTest {
    private static final Profile PROFILE = Profile.ARCHIVE;
    private static final Advice<Hint.Compression> SILENT = Advice.silent(Silence.ABSTAINED);
    private static final Advice<Hint.Compression> PLAIN =
            new Advice.Suggested<>(new Hint.Compression(new Codec.None(), 0.1), "m", "1.0.0");

    private final BlockingQueue<TelemetryEvent.OracleTried> events = new LinkedBlockingQueue<>();
    private final SplittableRandom bytes = new SplittableRandom(3);
    private final BlockingQueue<MeasuredBlock> tried = new LinkedBlockingQueue<>();
    private double threshold;
    private @Nullable ContinuousOracle opened;

    @AfterEach
    void close() {
        oracle().sideline().close();
    }

    @Test
    void eventHoldsWhatEveryCodecWouldHaveMadeOfTheBlock() throws InterruptedException {
        open(new OracleSettings(1, 1, 10_000));
        Block block = block();
        oracle().accept(stored(block, SILENT));
        TelemetryEvent.OracleTried event = next();
        assertThat(event.codecs())
                .isEqualTo(Codec.MENU.stream().map(Codec::label).toList());
        assertThat(event.storedBytes())
                .isEqualTo(Codec.MENU.stream()
                        .map(codec -> Math.min(
                                block.sizeBytes(),
                                BlockRecord.pack(codec, block.bytes()).storedBytes()))
                        .toList());
        assertThat(event.packNanos()).allSatisfy(nanos -> assertThat(nanos).isNotNegative());
        assertThat(event.blockHash()).isEqualTo(7);
        assertThat(event.schema()).isEqualTo("compression/1");
        float[] row = new float[CompressionFeatures.schema().size()];
        CompressionFeatures.extract(block, 0, row);
        assertThat(event.features()).isEqualTo(CompressionFeatures.listed(row));
        assertThat(event.codec()).isEqualTo("zstd-9");
        assertThat(event.propensity()).isEqualTo(1);
        assertThat(event.regretPercent()).isNotNegative();
        MeasuredBlock told = tried.take();
        assertThat(told.features()).isEqualTo(row);
        assertThat(told.storedBytes())
                .containsExactly(
                        event.storedBytes().stream().mapToInt(Integer::intValue).toArray());
    }

    @Test
    void regretOfWhatWasDecidedIsShownAndRaisesAnAlert() throws InterruptedException {
        threshold = 50;
        open(new OracleSettings(1, 1, 10_000));
        assertThat(metrics()).contains("pakit_oracle_regret_percent{bound=\"estimate\"} NaN");
        assertThat(oracle().look()).isEmpty();
        double cost = 0;
        double cheapest = 0;
        for (int i = 0; i < RelativeCost.SAMPLES_MIN; i++) {
            oracle().accept(stored(block(), PLAIN));
            TelemetryEvent.OracleTried event = next();
            double ofThis = PROFILE.cost(
                    event.storedBytes().getFirst(), event.packNanos().getFirst());
            cost += ofThis;
            cheapest += ofThis / (1 + event.regretPercent() / 100);
        }
        awaitTried(RelativeCost.SAMPLES_MIN);
        double shown = metric("pakit_oracle_regret_percent{bound=\"estimate\"}");
        assertThat(shown).isCloseTo(100 * (cost / cheapest - 1), org.assertj.core.data.Percentage.withPercentage(0.01));
        assertThat(metric("pakit_oracle_regret_percent{bound=\"low\"}")).isLessThan(shown);
        assertThat(metric("pakit_oracle_regret_percent{bound=\"high\"}")).isGreaterThan(shown);
        assertThat(metric("pakit_oracle_samples_total")).isEqualTo(RelativeCost.SAMPLES_MIN);
        assertThat(oracle().look()).hasSize(1).first().isInstanceOfSatisfying(Finding.Wrong.class, wrong -> {
            assertThat(wrong.key().kind()).isEqualTo("regret");
            assertThat(wrong.message()).contains("exceeds threshold 50.0%");
        });
        threshold = 10_000;
        assertThat(oracle().look()).hasSize(1).first().isInstanceOf(Finding.Well.class);
    }

    @Test
    void whatDecisionsSaveBesideTheDefaultCodecIsShown() throws InterruptedException {
        open(new OracleSettings(1, 1, 10_000));
        assertThat(oracle().earned()).isEqualTo(new ContinuousOracle.Earned(0, null, null));
        int standard = Codec.MENU.indexOf(PROFILE.defaultCodec());
        double stored = 0;
        double byDefault = 0;
        for (int i = 0; i < RelativeCost.SAMPLES_MIN; i++) {
            oracle().accept(stored(block(), PLAIN));
            TelemetryEvent.OracleTried event = next();
            stored += event.storedBytes().getFirst();
            byDefault += event.storedBytes().get(standard);
        }
        awaitTried(RelativeCost.SAMPLES_MIN);
        ContinuousOracle.Earned earned = oracle().earned();
        assertThat(earned.blocks()).isEqualTo(RelativeCost.SAMPLES_MIN);
        assertThat(Objects.requireNonNull(earned.bytes()).percent())
                .isCloseTo(100 * (stored / byDefault - 1), within(1e-6))
                .isPositive(); // plain bytes, where about half could be saved
        assertThat(metric("pakit_oracle_bytes_percent{bound=\"estimate\"}"))
                .isCloseTo(earned.bytes().percent(), within(1e-6));
        assertThat(metric("pakit_oracle_cost_percent{bound=\"estimate\"}"))
                .isCloseTo(Objects.requireNonNull(earned.cost()).percent(), within(1e-6));
    }

    @Test
    void oneInSoManyRawBlocksIsDrawn() {
        open(new OracleSettings(0.1, 1e-9, 10_000)); // after the first block it rests for ever
        Block block = block();
        Block node = Block.of(BlockId.Kind.DAG_PB, block.bytes());
        for (int i = 0; i < 10_000; i++) {
            oracle().accept(stored(block, SILENT));
            oracle().accept(stored(node, SILENT));
            oracle().accept(new Outcome.Known(block.id(), block.sizeBytes()));
        }
        int kept = ContinuousOracle.WAITING_MAX;
        assertThat(oracle().dropped()).isBetween(900L - kept, 1100L - kept);
    }

    @Test
    void withoutAThresholdNothingIsWrong() {
        open(OracleSettings.DEFAULT);
        assertThat(oracle().look()).isEmpty();
    }

    private void open(OracleSettings settings) {
        opened = new ContinuousOracle(
                settings,
                PROFILE,
                new ContinuousOracle.Surroundings(
                        new Random(1),
                        id -> 7,
                        event -> events.add((TelemetryEvent.OracleTried) event),
                        tried::add,
                        () -> threshold,
                        () -> Instant.EPOCH));
    }

    private ContinuousOracle oracle() {
        return Objects.requireNonNull(opened);
    }

    /// About half of it can be saved.
    private Block block() {
        byte[] plain = new byte[6000];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = (byte) bytes.nextInt(12);
        }
        return Block.raw(plain);
    }

    private static Outcome stored(Block block, Advice<Hint.Compression> advice) {
        Decision decision = CompressionRule.decide(new CompressionFacts(block, 0, PROFILE), advice);
        return new Outcome.Stored(
                block, decision, decision.codec(), block.sizeBytes(), DeltaTrial.none(0), block.sizeBytes(), 0, 0);
    }

    private TelemetryEvent.OracleTried next() throws InterruptedException {
        TelemetryEvent.OracleTried event = events.poll(30, TimeUnit.SECONDS);
        assertThat(event).isNotNull();
        return event;
    }

    private void awaitTried(long blocks) {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (oracle().tried() < blocks && System.nanoTime() < until) {
            LockSupport.parkNanos(1_000_000);
        }
    }

    private String metrics() {
        return MetricSource.textOf(List.of(oracle()));
    }

    private double metric(String sample) {
        return metrics()
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow();
    }
}
