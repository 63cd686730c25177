package pakit.dag;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.error.PakitException;
import pakit.hint.Silence;

/// A store without encoding, for trees.
final class MemoryBlocks {
    final Map<BlockId, Block> blocks = new ConcurrentHashMap<>();

    Outcome store(Block block) {
        if (blocks.putIfAbsent(block.id(), block) != null) {
            return new Outcome.Known(block.id(), block.sizeBytes());
        }
        Decision decision =
                new Decision(new Codec.None(), new Decision.Why.Unhinted(Silence.ML_DISABLED), new Codec.None(), 1);
        return new Outcome.Stored(
                block,
                decision,
                new Codec.None(),
                block.sizeBytes() + 1,
                DeltaTrial.none(block.sizeBytes() + 1),
                block.sizeBytes() + 1,
                0,
                0);
    }

    Block read(BlockId id) {
        Block block = blocks.get(id);
        if (block == null) {
            throw new PakitException.NotFound("there is no block " + id);
        }
        return block;
    }

    BlockId add(BlockId.Kind kind, byte[] bytes) {
        Block block = Block.of(kind, bytes);
        blocks.put(block.id(), block);
        return block.id();
    }

    BlockId add(DagNode node) {
        return add(BlockId.Kind.DAG_PB, node.encode());
    }

    TreeReader reader() {
        return new TreeReader(this::read);
    }
}
