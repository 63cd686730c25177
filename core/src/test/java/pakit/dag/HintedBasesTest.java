package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;

/// What a model says of bases: it may save bytes, and costs time only.
class HintedBasesTest {
    private static final int ROUNDS = Integer.getInteger("pakit.test.hostileBases", 2000);

    private final MemoryBlockStore store = new MemoryBlockStore();
    private final DagBackend backend = new DagBackend(store, Profile.BALANCED, outcome -> {}, System::nanoTime);

    @Test
    void aBaseThatTheIndexDoesNotKnowIsTakenFromAHint() {
        Random random = new Random(1);
        Block base = noise(random, 8000);
        Block block = edited(random, base);
        process(base, List.of());
        BlockId nothing = noise(random, 100).id();
        Outcome.Stored stored = stored(block, List.of(block.id(), nothing, base.id()));
        assertThat(stored.delta().kept()).contains(new DeltaLink(base.id(), 1));
        assertThat(stored.delta().tried())
                .containsExactly(
                        new DeltaTrial.Attempt(nothing, 0, 0),
                        new DeltaTrial.Attempt(base.id(), 0, stored.storedBytes()));
        assertThat(stored.delta().defaultBytes()).isEqualTo(stored.aloneBytes());
        assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
        assertThat(backend.earnings().now())
                .isEqualTo(new HintEarnings.Earned(1, 1, stored.aloneBytes() - stored.storedBytes()));
    }

    @Test
    void anyHintLeavesEveryBlockReadableAndNoRecordLongerThanWithoutIt() {
        Random random = new Random(2);
        List<Block> stored = new ArrayList<>();
        List<BlockId> all = new ArrayList<>(damaged(random));
        for (int round = 0; round < ROUNDS; round++) {
            Block block = stored.isEmpty() || random.nextInt(3) == 0
                    ? noise(random, random.nextInt(4000))
                    : edited(random, stored.get(random.nextInt(stored.size())));
            all.add(block.id());
            Collections.swap(all, all.size() - 1, random.nextInt(all.size()));
            List<BlockId> hinted = all.subList(0, Math.min(all.size(), random.nextInt(9)));
            if (process(block, hinted) instanceof Outcome.Stored outcome) {
                assertThat(outcome.storedBytes())
                        .isLessThanOrEqualTo(outcome.delta().defaultBytes());
                assertThat(outcome.delta().attempts()).isLessThanOrEqualTo(DedupRule.HINTED_MAX);
            }
            stored.add(block);
        }
        for (Block block : stored) {
            assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
        }
        HintEarnings.Earned earned = backend.earnings().now();
        assertThat(earned.helpedBlocks()).isPositive().isLessThanOrEqualTo(earned.hintedBlocks());
        assertThat(earned.earnedBytes()).isPositive();
    }

    @Test
    void anAdvisorThatBreaksItsPromiseIsCounted() {
        Random random = new Random(3);
        assertThat(failing(random, () -> {
                            throw new IllegalStateException("broken");
                        })
                        .advice())
                .isEqualTo(Advice.silent(Silence.MODEL_FAILED));
        assertThat(failing(random, () -> null).advice()).isEqualTo(Advice.silent(Silence.MODEL_FAILED));
    }

    @Test
    void nobodyIsAskedWhereThereIsNothingToDecide() {
        Outcome.Stored small = stored(
                noise(new Random(4), 100), List.of(noise(new Random(5), 100).id()));
        assertThat(small.delta()).isEqualTo(DeltaTrial.none(small.storedBytes()));
    }

    @Test
    void aHintNamesOneToEightBases() {
        BlockId id = noise(new Random(6), 10).id();
        assertThat(new Hint.Dedup(Collections.nCopies(8, id)).bases()).hasSize(8);
        for (int count : new int[] {0, 9}) {
            assertThatThrownBy(() -> new Hint.Dedup(Collections.nCopies(count, id)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("found " + count);
        }
    }

    private Outcome process(Block block, List<BlockId> hinted) {
        return backend.process(block, new Naming(hinted));
    }

    private Outcome.Stored stored(Block block, List<BlockId> hinted) {
        return (Outcome.Stored) process(block, hinted);
    }

    @SuppressWarnings("NullAway")
    private DeltaTrial failing(Random random, Supplier<Advice<Hint.Dedup>> answer) {
        Advisor advisor = new Advisor() {
            @Override
            public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
                return Advice.silent(Silence.NO_MODEL);
            }

            @Override
            public Advice<Hint.Dedup> dedupHint(DeltaFacts facts) {
                return answer.get();
            }
        };
        return ((Outcome.Stored) backend.process(noise(random, 3000), advisor)).delta();
    }

    /// Blocks whose records are noise, of other bytes, or lead in a circle.
    private List<BlockId> damaged(Random random) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            blocks.add(noise(random, 2000));
        }
        for (int i = 0; i < 12; i++) {
            Block base = blocks.get((i + 4) % 12);
            byte[] record = switch (i % 3) {
                case 0 -> noise(random, 100).bytes();
                case 1 -> BlockRecord.pack(new Codec.None(), base.bytes()).bytes();
                default ->
                    BlockRecord.packDelta(
                                    new Codec.Zstd(3), blocks.get(i).bytes(), new DeltaLink(base.id(), 1), base.bytes())
                            .bytes();
            };
            store.put(blocks.get(i).id(), record);
        }
        return blocks.stream().map(Block::id).toList();
    }

    private static Block edited(Random random, Block block) {
        byte[] bytes = Arrays.copyOf(block.bytes(), block.sizeBytes() + 1);
        bytes[random.nextInt(bytes.length)] += (byte) (1 + random.nextInt(255));
        return Block.raw(bytes);
    }

    private static Block noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Block.raw(bytes);
    }

    /// Names the same bases for every block.
    private record Naming(List<BlockId> bases) implements Advisor {
        @Override
        public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
            return Advice.silent(Silence.NO_MODEL);
        }

        @Override
        public Advice<Hint.Dedup> dedupHint(DeltaFacts facts) {
            return bases.isEmpty()
                    ? Advice.silent(Silence.ABSTAINED)
                    : new Advice.Suggested<>(new Hint.Dedup(bases), "dedup_optimizer", "1");
        }
    }
}
