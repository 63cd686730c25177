package pakit.dag;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// The entries of a stored directory as links named by entry, whether it is one node or many shards. Names are checked
/// on the way out, so that no caller sees one that could leave the directory.
final class DirectoryLinks implements Iterable<DagLink> {
    private static final int HASH_BITS = 64;

    private final StoredNode top;
    private final Function<BlockId, StoredNode> nodes;

    /// @param nodes reads the shards below `top`
    /// @throws PakitException.Invalid if `top` is no directory
    DirectoryLinks(StoredNode top, Function<BlockId, StoredNode> nodes) {
        switch (top.meaning()) {
            case UnixFs.Directory directory -> {}
            case UnixFs.Shard shard -> {}
            case UnixFs.File file -> throw new PakitException.Invalid(top.id() + " is a file, not a directory");
            case UnixFs.Symlink link ->
                throw new PakitException.Invalid(top.id() + " is a symlink, not a directory: links are not followed");
        }
        this.top = top;
        this.nodes = nodes;
    }

    /// The entry called `name`. Reads one shard a level.
    Optional<DagLink> find(String name) {
        StoredNode node = top;
        long hash = Murmur3.hash64(Utf8Bytes.of(name));
        for (int usedBits = 0; node.meaning() instanceof UnixFs.Shard shard; ) {
            int bits = bits(shard);
            if (usedBits + bits > HASH_BITS) {
                return Optional.empty();
            }
            String prefix = "%0" + digits(shard) + "X";
            prefix = prefix.formatted(hash << usedBits >>> HASH_BITS - bits);
            Optional<DagLink> below = named(node, prefix);
            if (below.isEmpty()) {
                return named(node, prefix + name).map(link -> link.named(name));
            }
            node = subShard(below.get(), shard);
            usedBits += bits;
        }
        return named(node, name);
    }

    private static Optional<DagLink> named(StoredNode node, String name) {
        return node.links().stream().filter(link -> link.name().equals(name)).findFirst();
    }

    /// In the order of links; of a sharded directory that is the order of the names' hashes.
    @Override
    public Iterator<DagLink> iterator() {
        return new Walk();
    }

    private final class Walk implements Iterator<DagLink> {
        private final Deque<Level> levels = new ArrayDeque<>();
        private @Nullable DagLink next;

        private record Level(StoredNode node, Iterator<DagLink> links) {}

        Walk() {
            enter(top);
        }

        private void enter(StoredNode node) {
            levels.push(new Level(node, node.links().iterator()));
        }

        @Override
        public boolean hasNext() {
            while (next == null && !levels.isEmpty()) {
                Level level = levels.getFirst();
                if (level.links.hasNext()) {
                    next = entryOrEnter(level.node, level.links.next());
                } else {
                    levels.pop();
                }
            }
            return next != null;
        }

        private @Nullable DagLink entryOrEnter(StoredNode node, DagLink link) {
            if (!(node.meaning() instanceof UnixFs.Shard shard)) {
                return checked(node, link);
            }
            int digits = digits(shard);
            if (link.name().length() > digits) {
                return checked(node, link.named(link.name().substring(digits)));
            }
            if (link.name().length() < digits || levels.size() * bits(shard) >= HASH_BITS) {
                throw new PakitException.Corrupt("shard " + node.id() + " has a link '" + link.name()
                        + "' without a bucket, or one deeper than a hash has bits");
            }
            enter(subShard(link, shard));
            return null;
        }

        @Override
        public DagLink next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            DagLink link = next;
            next = null;
            return link;
        }
    }

    private static DagLink checked(StoredNode node, DagLink link) {
        TreePaths.objection(link.name()).ifPresent(what -> {
            throw new PakitException.Corrupt(
                    "directory " + node.id() + " has an entry whose name " + what + ": '" + link.name() + "'");
        });
        return link;
    }

    private StoredNode subShard(DagLink link, UnixFs.Shard parent) {
        return subShard(nodes, link, parent.fanout());
    }

    /// The shard that a link of a shard leads to.
    ///
    /// @throws PakitException.Corrupt if it is none of the same fan-out
    static StoredNode subShard(Function<BlockId, StoredNode> nodes, DagLink link, int fanout) {
        StoredNode node = nodes.apply(link.id());
        if (node.meaning() instanceof UnixFs.Shard shard && shard.fanout() == fanout) {
            return node;
        }
        throw new PakitException.Corrupt(
                "block " + link.id() + " is no shard of fan-out " + fanout + ", but stands where one must be");
    }

    /// How many shards may stand below each other before the bits of a hash are used up.
    static int levelsMax(int fanout) {
        return HASH_BITS / Integer.numberOfTrailingZeros(fanout);
    }

    private static int bits(UnixFs.Shard shard) {
        return Integer.numberOfTrailingZeros(shard.fanout());
    }

    /// Hex digits of the largest bucket.
    private static int digits(UnixFs.Shard shard) {
        return digits(shard.fanout());
    }

    /// As [#digits(UnixFs.Shard)].
    static int digits(int fanout) {
        return Integer.toHexString(fanout - 1).length();
    }
}
