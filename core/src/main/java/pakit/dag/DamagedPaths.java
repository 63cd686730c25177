package pakit.dag;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Which paths of stored trees need blocks that are damaged or lost. Reads the nodes of trees and no leaf, each node
/// that leads to nothing damaged once, whatever the number of trees; remembers 100 bytes for each of them. Not
/// thread-safe.
public final class DamagedPaths {
    private static final int FILE_DEPTH_MAX = 64;

    private final Function<BlockId, Block> blocks;
    private final Predicate<BlockId> damaged;
    private final Set<BlockId> whole = new HashSet<>();

    /// @param blocks gives verified blocks
    /// @param damaged whether a block cannot be read
    public DamagedPaths(Function<BlockId, Block> blocks, Predicate<BlockId> damaged) {
        this.blocks = blocks;
        this.damaged = damaged;
    }

    /// Told of what is affected.
    public interface Affected {
        /// @param path of a file that cannot be read to its end, or of a directory of which some or all entries are
        ///     lost; empty for the top of the tree
        /// @param block the first damaged one that it needs
        void path(String path, BlockId block);
    }

    /// Tells `affected` every path under `root` that needs a damaged block itself. Of a directory that cannot be read
    /// only its own path is told: what was in it is not known.
    public void tell(BlockId root, Affected affected) {
        Deque<Level> levels = new ArrayDeque<>();
        visit("", root, affected, levels);
        while (!levels.isEmpty()) {
            Level level = levels.getFirst();
            if (hasNext(level)) {
                DagLink link = level.links.next();
                if (visit(TreePaths.join(level.path, link.name()), link.id(), affected, levels)) {
                    level.touched = true;
                }
            } else {
                leave(levels, affected);
            }
        }
    }

    /// A directory that is being walked.
    private static final class Level {
        private final String path;
        private final BlockId id;
        private final Iterator<DagLink> links;
        private final AtomicReference<@Nullable BlockId> lost;
        private boolean touched;

        /// @param lost is given the block for which some entries are unknown
        Level(String path, BlockId id, Iterator<DagLink> links, AtomicReference<@Nullable BlockId> lost) {
            this.path = path;
            this.id = id;
            this.links = links;
            this.lost = lost;
        }
    }

    private static boolean hasNext(Level level) {
        try {
            return level.links.hasNext();
        } catch (PakitException.Corrupt malformed) {
            level.lost.set(level.id);
            return false;
        }
    }

    private void leave(Deque<Level> levels, Affected affected) {
        Level done = levels.pop();
        @Nullable BlockId lost = done.lost.get();
        if (lost != null) {
            affected.path(done.path, lost);
        } else if (!done.touched) {
            whole.add(done.id);
            return;
        }
        if (!levels.isEmpty()) {
            levels.getFirst().touched = true;
        }
    }

    /// @return whether something was told
    private boolean visit(String path, BlockId id, Affected affected, Deque<Level> levels) {
        Optional<BlockId> culprit = Optional.empty();
        if (damaged.test(id)) {
            culprit = Optional.of(id);
        } else if (id.kind() == BlockId.Kind.DAG_PB && !whole.contains(id)) {
            culprit = enter(path, id, levels);
        }
        culprit.ifPresent(block -> affected.path(path, block));
        return culprit.isPresent();
    }

    /// @return the damaged block of a file
    private Optional<BlockId> enter(String path, BlockId id, Deque<Level> levels) {
        Optional<StoredNode> node = read(id);
        if (node.isEmpty()) {
            return Optional.of(id);
        }
        return switch (node.get().meaning()) {
            case UnixFs.Symlink link -> Optional.empty();
            case UnixFs.File file -> damagedPart(node.get(), 0);
            case UnixFs.Directory directory -> push(path, node.get(), levels);
            case UnixFs.Shard shard -> push(path, node.get(), levels);
        };
    }

    private Optional<BlockId> push(String path, StoredNode node, Deque<Level> levels) {
        if (levels.size() == TreePaths.DEPTH_MAX) {
            return Optional.of(node.id());
        }
        AtomicReference<@Nullable BlockId> lost = new AtomicReference<>();
        DirectoryLinks links = new DirectoryLinks(node, id -> shard(id, node.meaning(), lost));
        levels.push(new Level(path, node.id(), links.iterator(), lost));
        return Optional.empty();
    }

    /// A shard that cannot be read is taken for an empty one, and noted.
    private StoredNode shard(BlockId id, UnixFs meaning, AtomicReference<@Nullable BlockId> lost) {
        Optional<StoredNode> node = damaged.test(id) ? Optional.empty() : read(id);
        if (node.isEmpty()) {
            lost.set(id);
        }
        return node.orElseGet(() -> new StoredNode(id, List.of(), meaning));
    }

    private Optional<BlockId> damagedPart(StoredNode file, int depth) {
        if (depth == FILE_DEPTH_MAX) {
            return Optional.of(file.id());
        }
        for (DagLink link : file.links()) {
            Optional<BlockId> found = damagedIn(link.id(), depth);
            if (found.isPresent()) {
                return found;
            }
        }
        whole.add(file.id());
        return Optional.empty();
    }

    private Optional<BlockId> damagedIn(BlockId part, int depth) {
        if (damaged.test(part)) {
            return Optional.of(part);
        }
        if (part.kind() == BlockId.Kind.RAW || whole.contains(part)) {
            return Optional.empty();
        }
        Optional<StoredNode> node = read(part);
        return node.isEmpty() ? Optional.of(part) : damagedPart(node.get(), depth + 1);
    }

    private Optional<StoredNode> read(BlockId id) {
        try {
            return Optional.of(StoredNode.of(blocks.apply(id)));
        } catch (PakitException.Corrupt | PakitException.NotFound lost) {
            return Optional.empty();
        }
    }
}
