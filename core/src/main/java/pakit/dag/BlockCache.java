package pakit.dag;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Blocks that were read and checked lately, within a bound of bytes, shared by all readers of a store. What is kept
/// follows use, recent and frequent, so that one pass over a large tree does not drive out what everybody reads
/// (W-TinyLFU: Einziger, Friedman, Manes, "TinyLFU: A Highly Efficient Cache Admission Policy", ACM TOS 2017).
///
/// A kept block is given only while the store still has it: what was deleted is gone at once. Thread-safe.
public final class BlockCache {
    /// The entry, the id, the array's head; measured on a heap with compact headers.
    private static final int OVERHEAD_BYTES = 200;

    private static final BlockCache NONE = new BlockCache(0);

    private final @Nullable Cache<BlockId, Block> blocks;

    /// @param bytesMax bytes of the kept blocks together; 0 keeps nothing
    public BlockCache(long bytesMax) {
        if (bytesMax < 0) {
            throw new PakitException.Invalid("store.cache must be 0 bytes or more, found " + bytesMax);
        }
        this.blocks = bytesMax == 0
                ? null
                : Caffeine.newBuilder()
                        .maximumWeight(bytesMax)
                        .weigher((BlockId id, Block block) -> block.sizeBytes() + OVERHEAD_BYTES)
                        .executor(Runnable::run)
                        .build();
    }

    public static BlockCache none() {
        return NONE;
    }

    /// The block `id`, kept or read by `reader`; what `reader` throws is not kept.
    Block read(BlockId id, BlockStore store, Function<BlockId, Block> reader) {
        if (blocks == null) {
            return reader.apply(id);
        }
        Block kept = blocks.getIfPresent(id);
        if (kept != null && store.contains(id)) {
            return kept;
        }
        Block block = reader.apply(id);
        blocks.put(id, block);
        return block;
    }
}
