package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.models.Measurements;
import pakit.ml.telemetry.TelemetryEvent;

class TelemetryDatasetTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final List<String> LABELS =
            Codec.MENU.stream().map(Codec::label).toList();

    private final Random random = new Random(1);

    @Test
    void blocksAreThoseThatWereLoggedBitForBit() {
        Block block = block();
        float[] row = new float[CompressionFeatures.schema().size()];
        CompressionFeatures.extract(block, 0, row);
        TelemetryDataset dataset = TelemetryDataset.of(List.of(tried(0, CompressionFeatures.listed(row), 1)));
        MeasuredBlock logged = dataset.measurements().blocks().getFirst();
        assertThat(logged.features()).containsExactly(row);
        assertThat(logged.storedBytes()).containsExactly(100, 90, 80, 70, 60, 50);
        assertThat(dataset.measurements().hintNanos()).isPositive();
        assertThat(dataset.from()).isEqualTo(dataset.until()).isEqualTo(NOON);
    }

    @Test
    void aMinuteIsAFamilyAndTheOrderOfEventsDoesNotMatter() {
        List<TelemetryEvent> events = new ArrayList<>();
        for (int second = 0; second < 180; second += 10) {
            events.add(tried(second, row(), 1));
        }
        TelemetryDataset dataset = TelemetryDataset.of(events);
        assertThat(dataset.measurements().families()).isEqualTo(3);
        assertThat(dataset.measurements().blocks()).hasSize(18);
        List<MeasuredBlock> before = dataset.measurements().blocks();
        Collections.shuffle(events, random);
        List<MeasuredBlock> after = TelemetryDataset.of(events).measurements().blocks();
        assertThat(after)
                .extracting(MeasuredBlock::family)
                .isEqualTo(before.stream().map(MeasuredBlock::family).toList());
        for (int i = 0; i < before.size(); i++) {
            assertThat(after.get(i).features()).containsExactly(before.get(i).features());
        }
    }

    @Test
    void aBusyMinuteIsSeveralStretches() {
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < 70; i++) {
            events.add(tried(0, row(), 1));
        }
        assertThat(TelemetryDataset.of(events).measurements().families()).isEqualTo(3);
    }

    @Test
    void whatIsHeldOutIsNewerThanAllThatIsLearnedFrom() {
        List<TelemetryEvent> events = new ArrayList<>();
        for (int second = 0; second < 600; second += 3) {
            events.add(tried(second, row(), 1));
        }
        Measurements own = TelemetryDataset.of(events).measurements();
        FamilySplit split = FamilySplit.of(own.blocks(), 1);
        List<MeasuredBlock> inOrder = new ArrayList<>(split.seen());
        inOrder.addAll(split.test());
        assertThat(inOrder).isEqualTo(own.blocks());
        assertThat(split.training()).hasSizeBetween(100, 140);
        assertThat(split.validation()).hasSizeBetween(20, 60);
        assertThat(split.test()).hasSizeBetween(20, 60);
        assertThat(TelemetryDataset.newest(own).blocks()).isEqualTo(split.test());
        assertThat(split.test())
                .extracting(MeasuredBlock::family)
                .doesNotContainAnyElementsOf(
                        split.seen().stream().map(MeasuredBlock::family).toList());
    }

    @Test
    void schemasThatDoNotMatchAreRefusedByName() {
        TelemetryEvent.OracleTried ours = (TelemetryEvent.OracleTried) tried(0, row(), 1);
        TelemetryEvent other = new TelemetryEvent.OracleTried(
                ours.at(),
                ours.blockHash(),
                ours.profile(),
                ours.plainBytes(),
                "compression/2",
                ours.features(),
                ours.codecs(),
                ours.storedBytes(),
                ours.packNanos(),
                ours.codec(),
                ours.propensity(),
                ours.regretPercent());
        assertThatThrownBy(() -> TelemetryDataset.of(List.of(other)))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("compression/2")
                .hasMessageContaining("compression/1");
    }

    @Test
    void classesAndOutliersAreCounted() {
        List<TelemetryEvent> events = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            events.add(tried(i, row(), i == 7 ? 50 : 1));
        }
        TelemetryDataset dataset = TelemetryDataset.of(events);
        assertThat(dataset.slow()).isEqualTo(1);
        assertThat(dataset.best()).hasSize(Profile.values().length).containsKeys("archive", "balanced", "fast");
        assertThat(Objects.requireNonNull(dataset.best().get("archive")).values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(20);
        assertThat(dataset.best().get("archive")).containsEntry("none", 0L);
    }

    @Test
    void whatDoesNotFitIsPassedOverAndNothingLeftIsSaid() {
        List<TelemetryEvent> strange = List.of(
                new TelemetryEvent.Predicted(NOON, "m", "1", 1, true, 1, List.of(), List.of()),
                tried(1, List.of(1f), 1));
        assertThatThrownBy(() -> TelemetryDataset.of(strange))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("oracle.share");
    }

    private Block block() {
        byte[] bytes = new byte[5_000];
        random.nextBytes(bytes);
        return Block.raw(bytes);
    }

    private List<Float> row() {
        float[] row = new float[CompressionFeatures.schema().size()];
        CompressionFeatures.extract(block(), 0, row);
        return CompressionFeatures.listed(row);
    }

    private static TelemetryEvent tried(int second, List<Float> features, long slowness) {
        return new TelemetryEvent.OracleTried(
                NOON.plusSeconds(second),
                second,
                "balanced",
                100,
                CompressionFeatures.schema().name() + "/"
                        + CompressionFeatures.schema().version(),
                features,
                LABELS,
                List.of(100, 90, 80, 70, 60, 50),
                List.of(10 * slowness, 20L, 30L, 40L, 50L, 60L),
                "zstd-3",
                1,
                0.5);
    }
}
