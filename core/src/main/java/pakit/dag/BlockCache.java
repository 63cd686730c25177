package pakit.dag;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;
import pakit.hint.Found;

/// Blocks that were read and checked lately, and some that are expected to be, within a bound of bytes, shared by all
/// readers of a store. What is kept follows use, recent and frequent, so that one pass over a large tree does not drive
/// out what everybody reads (W-TinyLFU: Einziger, Friedman, Manes, "TinyLFU: A Highly Efficient Cache Admission
/// Policy", ACM TOS 2017); what was fetched ahead stands beside it ([StagedCache]).
///
/// A block in memory is given only while the store still has it: what was deleted is gone at once. Thread-safe.
public final class BlockCache {
    /// The entry, the id, the array's head; measured on a heap with compact headers.
    private static final int OVERHEAD_BYTES = 200;

    private static final BlockCache NONE = new BlockCache(0);

    private final @Nullable StagedCache<BlockId, Block> blocks;

    /// Told how each block was found that was asked for.
    interface Listener {
        void saw(Block block, Found found);
    }

    /// @param bytesMax bytes of the kept blocks together; 0 keeps nothing
    public BlockCache(long bytesMax) {
        if (bytesMax < 0) {
            throw new PakitException.Invalid("store.cache must be 0 bytes or more, found " + bytesMax);
        }
        this.blocks =
                bytesMax == 0 ? null : new StagedCache<>(bytesMax, (Block block) -> block.sizeBytes() + OVERHEAD_BYTES);
    }

    public static BlockCache none() {
        return NONE;
    }

    /// The block `id`, kept or read by `reader`; what `reader` throws is not kept.
    Block read(BlockId id, BlockStore store, Function<BlockId, Block> reader, Listener listener) {
        if (blocks == null) {
            Block block = reader.apply(id);
            listener.saw(block, Found.READ);
            return block;
        }
        Block kept = blocks.kept(id);
        Block held = kept == null ? blocks.claim(id) : kept;
        if (held != null && store.contains(id)) {
            listener.saw(held, kept == null ? Found.STAGED : Found.KEPT);
            return held;
        }
        Block block = reader.apply(id);
        blocks.keep(id, block);
        listener.saw(block, Found.READ);
        return block;
    }

    boolean keepsNothing() {
        return blocks == null;
    }

    /// Whether the block is in memory; does not count as use.
    boolean holds(BlockId id) {
        return blocks != null && blocks.holds(id);
    }

    /// Takes a checked block that nobody has asked for yet.
    ///
    /// @return whether it did
    boolean stage(Block block) {
        return blocks != null && blocks.stage(block.id(), block);
    }

    long claims() {
        return blocks == null ? 0 : blocks.claims();
    }

    long drops() {
        return blocks == null ? 0 : blocks.drops();
    }
}
