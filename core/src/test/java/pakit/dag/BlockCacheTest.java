package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.error.PakitException;

class BlockCacheTest {
    private final MemoryBlockStore store = new MemoryBlockStore();
    private final Map<BlockId, Integer> reads = new HashMap<>();

    private Block read(BlockCache cache, BlockId id) {
        return cache.read(
                id,
                store,
                wanted -> {
                    reads.merge(wanted, 1, Integer::sum);
                    return new BlockReader(store).read(wanted);
                },
                (block, found) -> {});
    }

    private BlockId block(int seed) {
        byte[] bytes = new byte[10_000];
        new Random(seed).nextBytes(bytes);
        Block block = Block.raw(bytes);
        store.put(block.id(), BlockRecord.pack(new Codec.None(), bytes).bytes());
        return block.id();
    }

    @Test
    void aBlockThatIsKeptIsNotReadAgain() {
        BlockCache cache = new BlockCache(1 << 20);
        BlockId id = block(1);
        Block first = read(cache, id);
        assertThat(read(cache, id)).isSameAs(first);
        assertThat(reads).containsEntry(id, 1);
    }

    @Test
    void whatWasDeletedIsGoneAtOnce() {
        BlockCache cache = new BlockCache(1 << 20);
        BlockId id = block(1);
        read(cache, id);
        store.delete(id);
        assertThatThrownBy(() -> read(cache, id)).isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void keptBytesAreBounded() {
        BlockCache cache = new BlockCache(100_000);
        for (int seed = 0; seed < 200; seed++) {
            read(cache, block(seed));
        }
        reads.clear();
        for (int seed = 0; seed < 200; seed++) {
            read(cache, block(seed));
        }
        assertThat(reads.size()).isGreaterThanOrEqualTo(190);
    }

    @Test
    void nothingIsKeptInNoBytes() {
        BlockId id = block(1);
        read(BlockCache.none(), id);
        read(BlockCache.none(), id);
        assertThat(reads).containsEntry(id, 2);
        assertThatThrownBy(() -> new BlockCache(-1))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("store.cache");
    }
}
