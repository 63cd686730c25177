package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.error.PakitException;

class DictionariesTest {
    private static final int ENOUGH = Dictionaries.SAMPLES_BYTES + 2000;

    private final Noting store = new Noting();
    private final BlockReader reader = new BlockReader(store);
    private final Dictionaries dictionaries = new Dictionaries(store, reader, Profile.BALANCED);

    @Test
    void afterEnoughSamplesBlocksAreStoredWithADictionaryAndReadable() {
        SmallBlocks blocks = new SmallBlocks(1);
        blocks.of(Dictionaries.SAMPLES_BYTES - 1000)
                .forEach(block -> assertThat(put(dictionaries, block)).isFalse());
        blocks.of(3000).forEach(block -> put(dictionaries, block));
        assertThat(store.dictionaries()).hasSize(1);
        long alone = 0;
        long packed = 0;
        for (Block block : blocks.of(100_000)) {
            assertThat(put(dictionaries, block)).isTrue();
            alone += alone(block).storedBytes();
            packed += store.get(block.id()).orElseThrow().length;
            assertThat(new BlockReader(store).read(block.id()).bytes()).isEqualTo(block.bytes());
        }
        assertThat(packed).isLessThan(alone * 9 / 10);
    }

    @Test
    void aDictionaryIsFoundAgainByTheNextProcess() {
        SmallBlocks blocks = new SmallBlocks(2);
        blocks.of(ENOUGH).forEach(block -> put(dictionaries, block));
        assertThat(put(new Dictionaries(store, new BlockReader(store), Profile.BALANCED), blocks.next()))
                .isTrue();
    }

    @Test
    void aDictionaryThatIsGoneIsNotUsedAndForgotten() {
        SmallBlocks blocks = new SmallBlocks(3);
        blocks.of(ENOUGH).forEach(block -> put(dictionaries, block));
        store.dictionaries().forEach(store::delete);
        Block block = blocks.next();
        assertThat(put(dictionaries, block)).isFalse();
        assertThat(reader.read(block.id()).bytes()).isEqualTo(block.bytes());
        assertThat(put(new Dictionaries(store, new BlockReader(store), Profile.BALANCED), blocks.next()))
                .isFalse();
    }

    @Test
    void whatIsNotedAsDictionaryAndIsNoneIsIgnored() {
        Block noise = noise(new Random(4), 5000);
        Block other = noise(new Random(5), 5000);
        put(dictionaries, noise);
        store.put(other.id(), alone(noise).bytes());
        store.useDictionaries(
                List.of(noise.id(), other.id(), noise(new Random(6), 10).id()));
        assertThat(put(new Dictionaries(store, reader, Profile.BALANCED), new SmallBlocks(7).next()))
                .isFalse();
    }

    @Test
    void noiseMakesNoDictionaryAndIsTriedLessAndLess() {
        Random random = new Random(8);
        for (int bytes = 0; bytes < 3 * Dictionaries.SAMPLES_BYTES; bytes += 30_000) {
            put(dictionaries, noise(random, 30_000));
        }
        assertThat(store.dictionaries()).isEmpty();
    }

    @Test
    void fewAreKeptAndTheOneThatHelpedLastStaysLongest() {
        for (int kind = 0; kind < Dictionaries.MAX + 1; kind++) {
            int shift = kind;
            new SmallBlocks(kind).of(ENOUGH + 100_000).forEach(block -> put(dictionaries, shifted(block, shift)));
        }
        assertThat(store.dictionaries()).hasSize(Dictionaries.MAX);
    }

    @Test
    void aMissingOrDamagedDictionaryIsNamedAndNothingIsServed() {
        SmallBlocks blocks = new SmallBlocks(10);
        blocks.of(ENOUGH).forEach(block -> put(dictionaries, block));
        Block block = blocks.next();
        put(dictionaries, block);
        BlockId dictionary = store.dictionaries().getFirst();
        Block right = reader.read(dictionary);
        byte[] wrong = right.bytes().clone();
        wrong[wrong.length / 2] ^= 1;
        store.delete(dictionary);
        assertRefused(block, "base " + dictionary + " of its delta is missing");
        store.put(dictionary, alone(Block.raw(wrong)).bytes());
        assertRefused(block, "block " + dictionary + " is corrupt");
        store.delete(dictionary);
        store.put(dictionary, alone(right).bytes());
        assertThat(new BlockReader(store).read(block.id()).bytes()).isEqualTo(block.bytes());
    }

    @Test
    void manyThreadsAtOnceStoreWhatCanBeRead() throws Exception {
        int threads = 4;
        CountDownLatch together = new CountDownLatch(threads);
        List<Future<List<Block>>> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (int thread = 0; thread < threads; thread++) {
                List<Block> mine = new SmallBlocks(20 + thread).of(ENOUGH / 2);
                all.add(pool.submit(() -> {
                    together.countDown();
                    together.await();
                    mine.forEach(block -> put(dictionaries, block));
                    return mine;
                }));
            }
            for (Future<List<Block>> blocks : all) {
                for (Block block : blocks.get()) {
                    assertThat(reader.read(block.id()).bytes()).isEqualTo(block.bytes());
                }
            }
        }
        assertThat(store.dictionaries()).isNotEmpty();
    }

    private void assertRefused(Block block, String found) {
        assertThatThrownBy(() -> new BlockReader(store).read(block.id()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(block.id().toString())
                .hasMessageContaining(found);
    }

    /// @return whether it was packed with a dictionary
    private boolean put(Dictionaries dictionaries, Block block) {
        BlockRecord record = dictionaries.pack(block, alone(block));
        store.put(block.id(), record.bytes());
        return record.link()
                .map(DeltaLink::way)
                .filter(DeltaLink.Way.DICTIONARY::equals)
                .isPresent();
    }

    private static BlockRecord alone(Block block) {
        return BlockRecord.pack(new Codec.Zstd(3), block.bytes());
    }

    private static Block noise(Random random, int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return Block.raw(bytes);
    }

    /// Other words of the same lengths.
    private static Block shifted(Block block, int by) {
        byte[] bytes = block.bytes().clone();
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (bytes[i] == ' ' ? ' ' : 'a' + (bytes[i] - 'a' + by) % 26);
        }
        return Block.raw(bytes);
    }

    /// A store in memory that notes dictionaries.
    private static final class Noting implements BlockStore {
        private final MemoryBlockStore inner = new MemoryBlockStore();
        private volatile List<BlockId> noted = List.of();

        @Override
        public List<BlockId> dictionaries() {
            return noted;
        }

        @Override
        public void useDictionaries(List<BlockId> dictionaries) {
            noted = dictionaries;
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
        public void sync() {}

        @Override
        public void close() {}
    }
}
