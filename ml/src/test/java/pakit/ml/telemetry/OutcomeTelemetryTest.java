package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
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
import pakit.ml.feature.CompressionFeatures;

class OutcomeTelemetryTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Block BLOCK = Block.raw("plain bytes".getBytes(StandardCharsets.UTF_8));

    @TempDir
    Path home;

    private final BlockHasher hasher = new BlockHasher(new byte[BlockHasher.KEY_BYTES]);

    @Test
    void hintedBlockLeavesItsOriginAndNoId() {
        assertThat(eventOf(new Advice.Suggested<>(new Hint.Compression(new Codec.Zstd(9), 0.5), "m", "1.0.0")))
                .isEqualTo(new TelemetryEvent.BlockStored(
                        NOON,
                        hasher.hash(BLOCK.id()),
                        11,
                        7,
                        "zstd-9",
                        "none",
                        "hinted",
                        "m",
                        "1.0.0",
                        0.5,
                        30,
                        40,
                        1,
                        false,
                        features()));
    }

    private static List<Float> features() {
        float[] row = new float[CompressionFeatures.schema().size()];
        CompressionFeatures.extract(BLOCK, 0, row);
        return CompressionFeatures.listed(row);
    }

    @Test
    void ofManyBlocksOnlyASampleHasFeatures() {
        try (TelemetryCollector collector = new TelemetryCollector(home.resolve("t.db"))) {
            OutcomeTelemetry telemetry = new OutcomeTelemetry(collector::record, hasher::hash, () -> NOON);
            Outcome stored = outcome(Advice.silent(Silence.ABSTAINED));
            long begun = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                telemetry.accept(stored);
            }
            long due = 1 + (System.nanoTime() - begun) / Pace.SAMPLES.toNanos();
            assertThat(collector.events(1_000))
                    .filteredOn(event -> ((TelemetryEvent.BlockStored) event).features() != null)
                    .hasSizeBetween(1, (int) Math.min(1_000, due + 1));
        }
    }

    @Test
    void ignoredHintSaysSo() {
        TelemetryEvent.BlockStored event =
                eventOf(new Advice.Suggested<>(new Hint.Compression(new Codec.Zstd(99), 0.5), "m", "1.0.0"));
        assertThat(event.why()).isEqualTo("hint-ignored");
        assertThat(event.codec()).isEqualTo("zstd-3");
    }

    @Test
    void silenceIsNamed() {
        TelemetryEvent.BlockStored event = eventOf(Advice.silent(Silence.BREAKER_OPEN));
        assertThat(event.why()).isEqualTo("breaker_open");
        assertThat(event.model()).isEmpty();
    }

    @Test
    void knownBlockLeavesNoEvent() {
        try (TelemetryCollector collector = new TelemetryCollector(home.resolve("t.db"))) {
            new OutcomeTelemetry(collector::record, hasher::hash, () -> NOON).accept(new Outcome.Known(BLOCK.id(), 11));
            assertThat(collector.events(10)).isEmpty();
        }
    }

    private TelemetryEvent.BlockStored eventOf(Advice<Hint.Compression> advice) {
        try (TelemetryCollector collector = new TelemetryCollector(home.resolve("t.db"))) {
            new OutcomeTelemetry(collector::record, hasher::hash, () -> NOON).accept(outcome(advice));
            return (TelemetryEvent.BlockStored) collector.events(1).getFirst();
        }
    }

    private static Outcome outcome(Advice<Hint.Compression> advice) {
        Decision decision = CompressionRule.decide(new CompressionFacts(BLOCK, 0, Profile.BALANCED), advice);
        return new Outcome.Stored(BLOCK, decision, new Codec.None(), 7, DeltaTrial.none(7), 7, 30, 40);
    }
}
