package pakit.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import pakit.block.Block;

/// Lays one file out as a balanced tree: raw leaves, at most [#LINKS_MAX] links a node, all leaves equally deep. It is
/// the layout `balanced` of boxo (`ipld/unixfs/importer/balanced/builder.go`) with the width of the profile
/// `unixfs-v1-2025` (IPIP-0499), grown bottom up: a level is closed only when one more link needs its place.
///
/// A file of one leaf is that leaf, unless it has attributes to keep: then a node with one link holds them, so that
/// the content has the same block whatever the mode. Memory: one list of links a level, at most five for 2^50 leaves.
final class FileLayout {
    /// Links in one node of a file, at most.
    static final int LINKS_MAX = 1024;

    private final Consumer<Block> blocks;
    private final List<Level> levels = new ArrayList<>();

    /// @param blocks takes every node, children before their parents, and the leaf of an empty file
    FileLayout(Consumer<Block> blocks) {
        this.blocks = blocks;
    }

    /// Nodes at the same distance from the leaves that have no parent yet.
    private record Level(List<DagLink> links, List<Long> contentBytes) {
        Level() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    /// Appends a raw leaf, which the caller stores.
    void append(DagLink leaf) {
        add(0, leaf, leaf.totalBytes());
    }

    private void add(int depth, DagLink link, long contentBytes) {
        if (depth == levels.size()) {
            levels.add(new Level());
        }
        Level level = levels.get(depth);
        if (level.links.size() == LINKS_MAX) {
            close(depth);
        }
        level.links.add(link);
        level.contentBytes.add(contentBytes);
    }

    /// Puts the level's links under a node of the next level.
    private void close(int depth) {
        Level level = levels.get(depth);
        UnixFs.File file = node(level, Attributes.FILE);
        add(depth + 1, write(level.links, file), file.sizeBytes());
        level.links.clear();
        level.contentBytes.clear();
    }

    /// Ends the file and names its root.
    DagLink finish(Attributes attributes) {
        boolean bare = attributes.equals(Attributes.FILE);
        if (levels.isEmpty() && bare) {
            Block empty = Block.raw(new byte[0]);
            blocks.accept(empty);
            return new DagLink(empty.id(), "", 0);
        }
        if (levels.isEmpty()) {
            levels.add(new Level());
        }
        for (int depth = 0; depth < levels.size() - 1; depth++) {
            close(depth);
        }
        Level top = levels.getLast();
        if (bare && levels.size() == 1 && top.links.size() == 1) {
            return top.links.getFirst();
        }
        return write(top.links, node(top, attributes));
    }

    private static UnixFs.File node(Level level, Attributes attributes) {
        long[] parts = level.contentBytes.stream().mapToLong(Long::longValue).toArray();
        long sizeBytes = Arrays.stream(parts).sum();
        return new UnixFs.File(new byte[0], parts, sizeBytes, attributes);
    }

    private DagLink write(List<DagLink> links, UnixFs.File file) {
        return new DagNode(links, file.encode()).writeTo(blocks);
    }
}
