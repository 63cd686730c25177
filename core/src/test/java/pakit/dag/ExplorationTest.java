package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.Advice;
import pakit.hint.Hint;
import pakit.hint.Silence;

class ExplorationTest {
    private static final Codec LZ4 = new Codec.Lz4();
    private static final Codec ZSTD_1 = new Codec.Zstd(1);
    private static final Codec ZSTD_3 = new Codec.Zstd(3);
    private static final Codec ZSTD_15 = new Codec.Zstd(15);
    private static final List<Codec> SAFE = List.of(ZSTD_1, ZSTD_3);

    private final List<Outcome.Stored> stored = new ArrayList<>();

    @Test
    void codecsAreTriedAsOftenAsTheirPropensitySays() {
        Exploration exploration = new Exploration(0.3, SAFE, new Random(4));
        Map<Codec, Integer> tried = new HashMap<>();
        int draws = 20_000;
        for (int i = 0; i < draws; i++) {
            tried.merge(exploration.draw(ZSTD_3), 1, Integer::sum);
        }
        assertThat(tried).containsOnlyKeys(ZSTD_1, ZSTD_3);
        tried.forEach((codec, times) -> assertThat((double) times / draws)
                .isCloseTo(exploration.propensity(codec, ZSTD_3), org.assertj.core.data.Offset.offset(0.015)));
        assertThat(exploration.propensity(ZSTD_3, ZSTD_3) + exploration.propensity(ZSTD_1, ZSTD_3))
                .isEqualTo(1);
        assertThat(exploration.propensity(ZSTD_15, ZSTD_15)).isEqualTo(0.7);
        assertThat(exploration.propensity(LZ4, ZSTD_15)).isZero();
    }

    @Test
    void decisionsSayWhatWasSettledOnAndWithWhatPropensityTheyTry() {
        DagBackend backend = backend(new Exploration(0.5, SAFE, new Random(7)));
        for (int i = 0; i < 400; i++) {
            backend.process(block(i), new Advice.Suggested<>(new Hint.Compression(ZSTD_15, 0.1), "m", "1.0.0"));
        }
        assertThat(stored).allSatisfy(outcome -> {
            Decision decision = outcome.decision();
            assertThat(decision.settled()).isEqualTo(ZSTD_15);
            assertThat(decision.why()).isInstanceOf(Decision.Why.Hinted.class);
            assertThat(decision.propensity()).isEqualTo(decision.codec().equals(ZSTD_15) ? 0.5 : 0.25);
        });
        assertThat(stored).extracting(outcome -> outcome.decision().codec()).contains(ZSTD_1, ZSTD_3, ZSTD_15);
    }

    @Test
    void idsAndBytesAreTheSameWhateverIsTried() {
        MemoryBlockStore store = new MemoryBlockStore();
        DagBackend backend = new DagBackend(
                store,
                Profile.BALANCED,
                DagBackend.Deltas.NONE,
                new Exploration(0.5, SAFE, new Random(1)),
                BlockCache.none(),
                outcome -> {},
                System::nanoTime);
        for (int i = 0; i < 50; i++) {
            Block block = block(i);
            assertThat(backend.process(block, Advice.silent(Silence.ABSTAINED)).id())
                    .isEqualTo(block.id());
            assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
        }
    }

    @Test
    void nothingIsTriedOnNodesOfTreesOrWhereModelsAreOff() {
        DagBackend backend = backend(new Exploration(0.5, List.of(LZ4), new Random(2)));
        for (int i = 0; i < 50; i++) {
            backend.process(block(i), Advice.silent(Silence.ML_DISABLED));
            backend.process(Block.of(BlockId.Kind.DAG_PB, block(1000 + i).bytes()), Advice.silent(Silence.ABSTAINED));
        }
        assertThat(stored).hasSize(100).allSatisfy(outcome -> {
            assertThat(outcome.decision().codec()).isEqualTo(ZSTD_3);
            assertThat(outcome.decision().propensity()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 0.51, Double.NaN})
    void shareOutsideItsBoundsIsRefused(double share) {
        assertThatThrownBy(() -> new Exploration(share, SAFE, new Random(0)))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("from 0 to 0.5");
    }

    @Test
    void explorationNeedsASafeCodec() {
        assertThatThrownBy(() -> new Exploration(0.1, List.of(), new Random(0)))
                .isInstanceOf(PakitException.Invalid.class);
    }

    private DagBackend backend(Exploration exploration) {
        return new DagBackend(
                new MemoryBlockStore(),
                Profile.BALANCED,
                DagBackend.Deltas.NONE,
                exploration,
                BlockCache.none(),
                outcome -> stored.add((Outcome.Stored) outcome),
                System::nanoTime);
    }

    private static Block block(int number) {
        return Block.raw(("block " + number + " ").repeat(200).getBytes(StandardCharsets.UTF_8));
    }
}
