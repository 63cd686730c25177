package pakit.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import pakit.block.Block;
import pakit.block.BlockId;

/// Trees of a form that only the tests of this package know: a node is the binary ids of its children, one after
/// another. So these tests need no DAG-PB.
final class Forest {
    private Forest() {}

    static Block node(Block... children) {
        ByteBuffer ids = ByteBuffer.allocate(children.length * BlockId.BINARY_BYTES);
        for (Block child : children) {
            ids.put(child.id().toBytes());
        }
        return Block.of(BlockId.Kind.DAG_PB, ids.array());
    }

    static List<BlockId> links(Block block) {
        List<BlockId> links = new ArrayList<>();
        if (block.id().kind() == BlockId.Kind.DAG_PB) {
            for (int at = 0; at < block.sizeBytes(); at += BlockId.BINARY_BYTES) {
                links.add(BlockId.fromBytes(Arrays.copyOfRange(block.bytes(), at, at + BlockId.BINARY_BYTES)));
            }
        }
        return links;
    }

    /// Puts a tree of two levels with `leaves` leaves, numbered from `first`, and gives its root.
    static Root plant(Home home, String name, int first, int leaves) {
        Block[] all = new Block[leaves];
        long bytes = 0;
        for (int i = 0; i < leaves; i++) {
            all[i] = Homes.put(home, Homes.leaf(first + i));
            bytes += all[i].sizeBytes();
        }
        Block left = Homes.put(home, node(Arrays.copyOf(all, leaves / 2)));
        Block right = Homes.put(home, node(Arrays.copyOfRange(all, leaves / 2, leaves)));
        Block top = Homes.put(home, node(left, right, left));
        Root root = new Root(top.id(), Optional.of(name), Homes.NOW, bytes);
        home.roots().put(root);
        return root;
    }

    /// Puts a tree of one node over `leaves`, as a put does, and gives its root.
    static Root plant(Home home, String name, List<Block> leaves) {
        try (StoreGuard.Lease put = home.guard().share()) {
            leaves.forEach(leaf -> Homes.put(home, leaf));
            return root(home, name, leaves);
        }
    }

    /// Puts a node over `leaves`, which are there, and gives its root.
    static Root root(Home home, String name, List<Block> leaves) {
        Block top = Homes.put(home, node(leaves.toArray(Block[]::new)));
        Root root = new Root(top.id(), Optional.of(name), Homes.NOW, 0);
        home.roots().put(root);
        return root;
    }
}
