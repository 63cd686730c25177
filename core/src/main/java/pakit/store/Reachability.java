package pakit.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.BlockReader;
import pakit.error.PakitException;

/// Which blocks the roots lead to. Reads every node once and no leaf; holds about 16 bytes a leaf and 100 a node.
/// Not thread-safe.
final class Reachability {
    /// Told of what the walk finds broken. A block is reported once, under the first root that leads to it.
    interface Findings {
        void missing(BlockId id, BlockId root);

        /// A node's links are unknown then, and so is what they led to.
        void unreadable(BlockId id, BlockId root, String what);
    }

    private final RocksBlockStore blocks;
    private final Function<Block, List<BlockId>> links;
    private final Findings findings;
    private final BlockReader reader;
    private final LeafSet leaves = new LeafSet();
    private final Set<BlockId> nodes = new HashSet<>();
    private final Deque<BlockId> open = new ArrayDeque<>();

    Reachability(RocksBlockStore blocks, Function<Block, List<BlockId>> links, Findings findings) {
        this.blocks = blocks;
        this.links = links;
        this.findings = findings;
        this.reader = new BlockReader(blocks);
    }

    void walk(BlockId root) {
        reach(root, root);
        while (!open.isEmpty()) {
            BlockId node = open.pop();
            linksOf(node, root).forEach(child -> reach(child, root));
        }
    }

    boolean reached(BlockId id) {
        return switch (id.kind()) {
            case RAW -> leaves.contains(id.digestWord(0));
            case DAG_PB -> nodes.contains(id);
        };
    }

    private void reach(BlockId id, BlockId root) {
        switch (id.kind()) {
            case RAW -> {
                if (leaves.add(id.digestWord(0))) {
                    lookFor(id, root);
                }
            }
            case DAG_PB -> {
                if (nodes.add(id)) {
                    open.push(id);
                }
            }
        }
    }

    private void lookFor(BlockId leaf, BlockId root) {
        try {
            if (!blocks.contains(leaf)) {
                findings.missing(leaf, root);
            }
        } catch (PakitException.Corrupt e) {
            findings.unreadable(leaf, root, String.valueOf(e.getMessage()));
        }
    }

    private List<BlockId> linksOf(BlockId node, BlockId root) {
        try {
            Optional<byte[]> record = blocks.get(node);
            if (record.isEmpty()) {
                findings.missing(node, root);
                return List.of();
            }
            return links.apply(reader.decode(node, record.get()));
        } catch (PakitException.Corrupt e) {
            findings.unreadable(node, root, String.valueOf(e.getMessage()));
            return List.of();
        }
    }
}
