package pakit.dag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Finds the paths at which two trees differ, in the order of names, a directory before what is in it.
///
/// What has the same id on both sides is the same, and is not looked into: files, directories, and the shards of large
/// directories. So the work goes with the number of changes and the entries of the directories on the way to them, not
/// with the size of the trees. Memory: the changed entries of the directories that are open.
///
/// Everything under a path that is on one side only is told, entry by entry. Thread-safe if the source of blocks is.
public final class TreeDiff {
    private final Function<BlockId, Block> blocks;

    /// @param blocks gives verified blocks
    public TreeDiff(Function<BlockId, Block> blocks) {
        this.blocks = blocks;
    }

    /// Takes in changes as they are found.
    public interface ChangeSink {
        void change(TreeChange change) throws IOException;
    }

    /// Tells `sink` all changes that lead from `before` to `after`.
    public void tell(BlockId before, BlockId after, ChangeSink sink) throws IOException {
        Deque<Pair> open = new ArrayDeque<>();
        push(new Pair("", Optional.of(before), Optional.of(after)), open);
        while (!open.isEmpty()) {
            tell(open.pop(), open, sink);
        }
    }

    /// Two entries of one path that are not the same; at least one is there.
    private record Pair(String path, Optional<BlockId> before, Optional<BlockId> after) {}

    private static void push(Pair pair, Deque<Pair> open) {
        if (!pair.before.equals(pair.after)) {
            open.push(pair);
        }
    }

    private void tell(Pair pair, Deque<Pair> open, ChangeSink sink) throws IOException {
        Optional<StoredNode> before = pair.before.map(id -> open(id, pair.path));
        Optional<StoredNode> after = pair.after.map(id -> open(id, pair.path));
        Set<TreeChange.Aspect> aspects =
                before.isPresent() && after.isPresent() ? aspects(before.get(), after.get(), pair.path) : Set.of();
        if (before.isEmpty() || after.isEmpty() || !aspects.isEmpty()) {
            String name = TreePaths.nameOf(pair.path);
            sink.change(new TreeChange(
                    pair.path, before.map(node -> node.entry(name)), after.map(node -> node.entry(name)), aspects));
        }
        Map<String, Pair> below = new TreeMap<>(Utf8Bytes.ORDER.reversed());
        differences(before.filter(TreeDiff::isDirectory), after.filter(TreeDiff::isDirectory), pair.path)
                .forEach((name, ids) -> {
                    String path = TreePaths.join(pair.path, name);
                    below.put(name, new Pair(path, ids.before(), ids.after()));
                });
        if (!below.isEmpty() && pair.path.chars().filter(c -> c == '/').count() >= TreePaths.DEPTH_MAX) {
            throw new PakitException.Corrupt("directories are nested deeper than " + TreePaths.DEPTH_MAX);
        }
        below.values().forEach(child -> push(child, open));
    }

    private Map<String, EntryDiff.Ids> differences(
            Optional<StoredNode> before, Optional<StoredNode> after, String path) {
        return TreePaths.at(path, () -> new EntryDiff(this::read).between(before, after));
    }

    private Set<TreeChange.Aspect> aspects(StoredNode before, StoredNode after, String path) {
        EnumSet<TreeChange.Aspect> aspects = TreeChange.between(before.entry(""), after.entry(""));
        if (before.meaning() instanceof UnixFs.File one
                && after.meaning() instanceof UnixFs.File other
                && (one.sizeBytes() != other.sizeBytes() || !sameContent(before, after, path))) {
            aspects.add(TreeChange.Aspect.CONTENT);
        }
        return aspects;
    }

    /// Of two files of one length. The same bytes may be cut in other ways and laid out in other nodes, so where ids
    /// differ, bytes are compared, up to the first that differs.
    private boolean sameContent(StoredNode before, StoredNode after, String path) {
        return TreePaths.at(path, () -> {
            try {
                return new ContentDiff(this::read).same(before, after, path);
            } catch (IOException e) {
                throw new UncheckedIOException("blocks are read without streams", e);
            }
        });
    }

    private static boolean isDirectory(StoredNode node) {
        return node.meaning() instanceof UnixFs.Directory || node.meaning() instanceof UnixFs.Shard;
    }

    private StoredNode open(BlockId id, String path) {
        return TreePaths.at(path, () -> read(id));
    }

    private StoredNode read(BlockId id) {
        return StoredNode.of(blocks.apply(id));
    }
}
