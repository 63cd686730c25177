package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.Silence;
import pakit.hint.SimilarBlock;

/// Suggestions of bases that are wrong, missing, corrupt, far down a chain or the block itself.
class HostileBasesTest {
    private static final int ROUNDS = Integer.getInteger("pakit.test.hostileBases", 3000);

    private final Suggesting store = new Suggesting();
    private final DagBackend backend = new DagBackend(store, Profile.BALANCED, outcome -> {}, System::nanoTime);

    @Test
    void aGoodSuggestionBecomesADeltaOfStatedDepthAndBase() {
        List<Block> versions = versions(new Random(1), 6);
        for (int i = 0; i < versions.size(); i++) {
            store.suggested = i == 0
                    ? List.of()
                    : List.of(new SimilarBlock(versions.get(i - 1).id(), 0xffff, 0));
            Outcome.Stored stored = (Outcome.Stored) backend.process(versions.get(i), Advisor.none());
            if (i % 4 == 0) {
                assertThat(stored.delta().kept()).isEmpty();
            } else {
                assertThat(stored.delta().kept())
                        .contains(new DeltaLink(versions.get(i - 1).id(), i % 4));
                assertThat(stored.storedBytes()).isLessThan(stored.plainBytes() / 4);
            }
        }
        versions.forEach(block -> assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes()));
    }

    @Test
    void anySuggestionLeavesEveryBlockReadable() {
        Random random = new Random(2);
        List<Block> stored = new ArrayList<>();
        List<Block> damaged = new ArrayList<>(damagedBlocks(random));
        for (int round = 0; round < ROUNDS; round++) {
            Block block = stored.isEmpty() || random.nextInt(3) == 0
                    ? Block.raw(noise(random, random.nextInt(4000)))
                    : edited(random, any(random, stored));
            store.suggested = hostile(random, block, stored, damaged);
            backend.process(block, Advisor.none());
            stored.add(block);
        }
        for (Block block : stored) {
            assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
        }
    }

    @Test
    void aStrongDeltaSparesThePackingAloneAndTheAsking() {
        byte[] base = noise(new Random(8), 8000);
        byte[] near = base.clone();
        near[4000]++;
        byte[] far = Arrays.copyOf(base, 16_000);
        System.arraycopy(noise(new Random(9), 8000), 0, far, 8000, 8000);
        BlockId id = backend.process(Block.raw(base), Advisor.none()).id();
        store.suggested = List.of(new SimilarBlock(id, 0xffff, 0));
        List<BlockId> asked = new ArrayList<>();
        Advisor advisor = facts -> {
            asked.add(facts.block().id());
            return Advice.silent(Silence.ABSTAINED);
        };
        Outcome.Stored strong = (Outcome.Stored) backend.process(Block.raw(near), advisor);
        Outcome.Stored weak = (Outcome.Stored) backend.process(Block.raw(far), advisor);
        assertThat(strong.delta().kept()).isPresent();
        assertThat(strong.decision().why()).isEqualTo(new Decision.Why.Unhinted(Silence.NOT_ASKED));
        assertThat(strong.aloneBytes()).isEqualTo(strong.storedBytes());
        assertThat(strong.encodeNanos()).isZero();
        assertThat(weak.delta().kept()).isPresent();
        assertThat(weak.aloneBytes()).isGreaterThan(16_000);
        assertThat(asked).containsExactly(weak.id());
    }

    @Test
    void withoutDeltasNobodyIsAsked() {
        store.suggested = null;
        DagBackend plain =
                new DagBackend(store, Profile.BALANCED, DagBackend.Deltas.NONE, outcome -> {}, System::nanoTime);
        Block block = Block.raw(noise(new Random(3), 3000));
        Outcome.Stored stored = (Outcome.Stored) plain.process(block, Advisor.none());
        assertThat(stored.delta()).isEqualTo(DeltaTrial.none(stored.aloneBytes()));
    }

    @Test
    void aBrokenIndexSuggestsNothing() {
        store.suggested = null;
        Block block = Block.raw(noise(new Random(4), 3000));
        assertThat(backend.process(block, Advisor.none())).isInstanceOf(Outcome.Stored.class);
        assertThat(backend.read(block.id()).bytes()).isEqualTo(block.bytes());
    }

    @Test
    void aCircleAndALostBaseAreRefusedByName() {
        List<Block> blocks = versions(new Random(5), 3);
        for (int i = 0; i < 3; i++) {
            Block base = blocks.get((i + 1) % 3);
            store.put(blocks.get(i).id(), delta(blocks.get(i), base).bytes());
        }
        assertThatThrownBy(() -> backend.read(blocks.get(0).id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(blocks.get(0).id().toString())
                .hasMessageContaining("goes on after 16 links");
        store.delete(blocks.get(2).id());
        assertThatThrownBy(() -> backend.read(blocks.get(0).id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("base " + blocks.get(2).id() + " of its delta is missing");
    }

    @Test
    void aCorruptBaseIsNamedAndNeverServed() {
        List<Block> blocks = versions(new Random(6), 2);
        store.put(blocks.get(1).id(), delta(blocks.get(1), blocks.get(0)).bytes());
        byte[] other = edited(new Random(7), blocks.get(0)).bytes();
        store.put(blocks.get(0).id(), BlockRecord.pack(new Codec.None(), other).bytes());
        assertThatThrownBy(() -> backend.read(blocks.get(1).id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(blocks.get(1).id().toString())
                .hasMessageContaining("against block " + blocks.get(0).id() + ", which cannot be read either");
    }

    @Test
    void aWebOfTwoBasesEachIsRefusedInBoundedTime() {
        List<Block> blocks = versions(new Random(8), 15);
        for (int i = 2; i < blocks.size(); i++) {
            Block base = blocks.get(i - 1);
            Block second = blocks.get(i - 2);
            DeltaLink link = new DeltaLink(DeltaLink.Way.DELTA, base.id(), Optional.of(second.id()), 3);
            byte[] both = BlockRecord.joined(base.bytes(), second.bytes());
            BlockRecord delta =
                    BlockRecord.packDelta(new Codec.Zstd(3), blocks.get(i).bytes(), link, both);
            store.put(blocks.get(i).id(), delta.bytes());
        }
        blocks.subList(0, 2)
                .forEach(block -> store.put(
                        block.id(),
                        BlockRecord.pack(new Codec.None(), block.bytes()).bytes()));
        assertThat(backend.read(blocks.get(5).id()).bytes())
                .isEqualTo(blocks.get(5).bytes());
        assertThatThrownBy(() -> backend.read(blocks.getLast().id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("takes more than 64 records");
    }

    private List<SimilarBlock> hostile(Random random, Block block, List<Block> stored, List<Block> damaged) {
        List<SimilarBlock> suggested = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            BlockId id = switch (random.nextInt(5)) {
                case 0 -> block.id();
                case 1 -> Block.raw(noise(random, 20)).id();
                case 2 -> any(random, damaged).id();
                default -> stored.isEmpty() ? block.id() : any(random, stored).id();
            };
            suggested.add(new SimilarBlock(id, random.nextInt(), random.nextInt(-1, 5)));
        }
        return suggested;
    }

    /// Blocks whose records are noise, of other bytes, of a lost base, or lead in a circle.
    private List<Block> damagedBlocks(Random random) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            blocks.add(Block.raw(noise(random, 2000)));
        }
        for (int i = 0; i < 20; i++) {
            Block block = blocks.get(i);
            byte[] record = switch (i % 4) {
                case 0 -> noise(random, 100);
                case 1 ->
                    BlockRecord.pack(new Codec.None(), noise(random, 2000)).bytes();
                case 2 -> delta(block, Block.raw(noise(random, 2000))).bytes();
                default -> delta(block, blocks.get((i + 4) % 20)).bytes();
            };
            store.put(block.id(), record);
        }
        return blocks;
    }

    private static BlockRecord delta(Block block, Block base) {
        return BlockRecord.packDelta(new Codec.Zstd(3), block.bytes(), new DeltaLink(base.id(), 1), base.bytes());
    }

    private static List<Block> versions(Random random, int count) {
        List<Block> versions = new ArrayList<>(List.of(Block.raw(noise(random, 8000))));
        while (versions.size() < count) {
            versions.add(edited(random, versions.getLast()));
        }
        return versions;
    }

    private static Block edited(Random random, Block block) {
        byte[] bytes = Arrays.copyOf(block.bytes(), block.sizeBytes() + 1);
        bytes[random.nextInt(bytes.length)] += (byte) (1 + random.nextInt(255));
        return Block.raw(bytes);
    }

    private static <T> T any(Random random, List<T> items) {
        return items.get(random.nextInt(items.size()));
    }

    private static byte[] noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    /// A store whose index says what it is told to say; null for one that cannot be read.
    private static final class Suggesting implements BlockStore {
        private final MemoryBlockStore inner = new MemoryBlockStore();
        private @Nullable List<SimilarBlock> suggested = List.of();

        @Override
        public List<SimilarBlock> similar(BlockId.Kind kind, Sketch sketch) {
            if (suggested == null) {
                throw new PakitException.Corrupt("the index is corrupt");
            }
            return suggested;
        }

        @Override
        public boolean contains(BlockId id) {
            return inner.contains(id);
        }

        @Override
        public Optional<byte[]> get(BlockId id) {
            return inner.get(id);
        }

        @Override
        public boolean put(BlockId id, byte[] record) {
            return inner.put(id, record);
        }

        @Override
        public void delete(BlockId id) {
            inner.delete(id);
        }

        @Override
        public void forEach(BiConsumer<BlockId, byte[]> visitor) {
            inner.forEach(visitor);
        }

        @Override
        public void sync() {
            inner.sync();
        }

        @Override
        public void close() {
            inner.close();
        }
    }
}
