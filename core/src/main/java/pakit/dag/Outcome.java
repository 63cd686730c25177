package pakit.dag;

import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Codec;

/// What came of one block.
public sealed interface Outcome {
    BlockId id();

    /// Plain bytes of the block.
    int plainBytes();

    /// The store had the block already; nobody was asked and nothing was written.
    record Known(BlockId id, int plainBytes) implements Outcome {}

    /// The block was written. Its plain bytes are at hand, so that whoever is told of outcomes can look into one
    /// without reading it again; who keeps an outcome keeps them in memory.
    ///
    /// A delta is kept whatever the codec did before, so what a codec and its hint are worth is told apart from it: by
    /// `encoding`, `aloneBytes` and `encodeNanos`. Where a strong delta spared all that, nobody was asked
    /// ([pakit.hint.Silence#NOT_ASKED]), the times are 0, and the other two are those of the delta.
    ///
    /// @param decision what was tried first, and why
    /// @param encoding what the block was packed by alone: the decision's codec, the default or none, whichever shrank
    /// @param aloneBytes length of that record
    /// @param delta what came of the search for a base: whether a delta was kept, its base and its depth
    /// @param storedBytes length of the block record that was written
    /// @param adviseNanos time the advisor took
    /// @param encodeNanos time all packing attempts without a base took
    record Stored(
            Block block,
            Decision decision,
            Codec encoding,
            int aloneBytes,
            DeltaTrial delta,
            int storedBytes,
            long adviseNanos,
            long encodeNanos)
            implements Outcome {
        @Override
        public BlockId id() {
            return block.id();
        }

        @Override
        public int plainBytes() {
            return block.sizeBytes();
        }
    }
}
