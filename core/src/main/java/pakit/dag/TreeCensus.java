package pakit.dag;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Goes through trees that came block by block, from whoever: makes sure that all of a tree is there, and counts the
/// bytes of the files in it. What is DAG-PB but not UnixFS counts by what it links to.
///
/// Each node is read once, whatever number of paths leads to it; leaves are not read. Memory: about 100 bytes a node.
/// Not thread-safe.
public final class TreeCensus {
    /// 8 PiB, what JSON numbers hold exactly: a few blocks can claim more, because a tree may hold a part of itself
    /// many times over, and no home keeps books on it.
    static final long BYTES_MAX = 1L << 53;

    private final Function<BlockId, Block> nodes;
    private final Function<BlockId, Optional<Integer>> leafBytes;
    private final Map<BlockId, Long> counted = new HashMap<>();

    /// @param nodes gives verified blocks, and throws [PakitException.NotFound] for those that are not there
    /// @param leafBytes length of a leaf; empty if it is not there
    public TreeCensus(Function<BlockId, Block> nodes, Function<BlockId, Optional<Integer>> leafBytes) {
        this.nodes = nodes;
        this.leafBytes = leafBytes;
    }

    /// Plain bytes of all files under `root`, each occurrence counted.
    ///
    /// @throws PakitException.Refused if a block is not there, or there is more than a home can keep books on
    public long plainBytes(BlockId root) {
        Deque<Open> open = new ArrayDeque<>();
        open.push(new Open(root, root.kind() == BlockId.Kind.DAG_PB ? node(root, root) : null));
        while (true) {
            Open top = open.getFirst();
            if (top.children.hasNext()) {
                BlockId child = top.children.next().id();
                Long known = child.kind() == BlockId.Kind.RAW ? Long.valueOf(leaf(child, root)) : counted.get(child);
                if (known == null) {
                    open.push(new Open(child, node(child, root)));
                } else {
                    top.add(known, root);
                }
                continue;
            }
            open.pop();
            long bytes = top.node == null ? leaf(top.id, root) : top.bytes();
            counted.put(top.id, bytes);
            if (open.isEmpty()) {
                return bytes;
            }
            open.getFirst().add(bytes, root);
        }
    }

    private DagNode node(BlockId id, BlockId root) {
        try {
            return DagNode.decode(nodes.apply(id).bytes());
        } catch (PakitException.NotFound e) {
            throw missing(id, root);
        }
    }

    private int leaf(BlockId id, BlockId root) {
        return leafBytes.apply(id).orElseThrow(() -> missing(id, root));
    }

    private static PakitException.Refused missing(BlockId id, BlockId root) {
        return new PakitException.Refused("root " + root + " is not complete: block " + id
                + " under it is missing; nothing is kept, ask for the whole tree");
    }

    /// A node whose children are being counted; without a node, a root that is a leaf.
    private static final class Open {
        private final BlockId id;
        private final @Nullable DagNode node;
        private final Iterator<DagLink> children;
        private long below;

        Open(BlockId id, @Nullable DagNode node) {
            this.id = id;
            this.node = node;
            this.children =
                    node == null ? Collections.emptyIterator() : node.links().iterator();
        }

        void add(long bytes, BlockId root) {
            below += bytes;
            if (below > BYTES_MAX) {
                throw new PakitException.Refused(
                        "root " + root + " holds more than " + BYTES_MAX + " bytes of files, at " + id);
            }
        }

        /// A file says itself how long it is; a directory is as long as what is in it.
        long bytes() {
            return node == null ? below : fileBytes(node.data()).orElse(below);
        }

        private static Optional<Long> fileBytes(byte[] data) {
            try {
                return UnixFs.decode(data) instanceof UnixFs.File file
                        ? Optional.of(Math.min(file.sizeBytes(), BYTES_MAX))
                        : Optional.empty();
            } catch (PakitException.Corrupt notUnixFs) {
                return Optional.empty();
            }
        }
    }
}
