package pakit.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import pakit.block.Block;
import pakit.error.PakitException;

/// Lays one directory out: one node with its entries sorted by name bytes, or, where that node would have more than
/// [#PLAIN_BYTES_MAX] bytes, a hash array mapped trie of shards.
///
/// The rule is `block-bytes` of the profile `unixfs-v1-2025` (IPIP-0499, ratified 2026-03; boxo's
/// `SizeEstimationBlock`): the length of the whole encoded node decides, strictly greater shards. The shards are those
/// of boxo (`ipld/unixfs/hamt/hamt.go`): each level takes 8 bits of the name's murmur3-x64-64, highest first; a link is
/// named by its bucket in two upper-case hex digits and, for an entry, its name; the bitfield of taken buckets is
/// written highest first without leading zero bytes; mode and time stand in the root shard only.
final class DirectoryLayout {
    /// Encoded bytes of a directory in one node, at most.
    static final long PLAIN_BYTES_MAX = 256 << 10;

    /// Buckets in a shard.
    static final int FANOUT = 256;

    private static final int HASH_BITS = 64;
    private static final int BITS_PER_LEVEL = 8;

    private final Consumer<Block> blocks;
    private final ToLongFunction<byte[]> nameHash;

    /// @param blocks takes every block, children before their parents
    DirectoryLayout(Consumer<Block> blocks) {
        this(blocks, Murmur3::hash64);
    }

    /// With a hash of one's own, which no reader would know: to reach depths that no real names do.
    DirectoryLayout(Consumer<Block> blocks, ToLongFunction<byte[]> nameHash) {
        this.blocks = blocks;
        this.nameHash = nameHash;
    }

    /// @param entries links named by entry, no name twice
    DagLink lay(Collection<DagLink> entries, Attributes attributes) {
        byte[] data = new UnixFs.Directory(attributes).encode();
        if (plainBytes(entries, data) > PLAIN_BYTES_MAX) {
            return shard(byHash(entries), 0, attributes);
        }
        List<DagLink> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(DagLink::name, Utf8Bytes.ORDER));
        return new DagNode(sorted, data).writeTo(blocks);
    }

    private static long plainBytes(Collection<DagLink> entries, byte[] data) {
        return new DagNode(List.of(), data).encodedBytes()
                + entries.stream().mapToLong(DagNode::encodedBytes).sum();
    }

    private record Placed(long hash, DagLink entry) {
        int bucket(int level) {
            return (int) (hash >>> HASH_BITS - BITS_PER_LEVEL * (level + 1)) & FANOUT - 1;
        }
    }

    private List<Placed> byHash(Collection<DagLink> entries) {
        List<Placed> placed = new ArrayList<>(entries.size());
        for (DagLink entry : entries) {
            placed.add(new Placed(nameHash.applyAsLong(Utf8Bytes.of(entry.name())), entry));
        }
        placed.sort((a, b) -> Long.compareUnsigned(a.hash, b.hash));
        return placed;
    }

    /// Writes the shard of `entries`, which are sorted by hash and agree in the first `level` bytes of it.
    private DagLink shard(List<Placed> entries, int level, Attributes attributes) {
        checkDepth(entries, level);
        List<DagLink> links = new ArrayList<>();
        byte[] occupied = new byte[FANOUT / 8];
        int from = 0;
        while (from < entries.size()) {
            int bucket = entries.get(from).bucket(level);
            int to = from + 1;
            while (to < entries.size() && entries.get(to).bucket(level) == bucket) {
                to++;
            }
            links.add(link(entries.subList(from, to), level, "%02X".formatted(bucket)));
            occupied[occupied.length - 1 - bucket / 8] |= (byte) (1 << bucket % 8);
            from = to;
        }
        UnixFs.Shard data = new UnixFs.Shard(withoutLeadingZeros(occupied), FANOUT, attributes);
        return new DagNode(links, data.encode()).writeTo(blocks);
    }

    private DagLink link(List<Placed> sameBucket, int level, String prefix) {
        if (sameBucket.size() == 1) {
            DagLink entry = sameBucket.getFirst().entry;
            return entry.named(prefix + entry.name());
        }
        return shard(sameBucket, level + 1, Attributes.DIRECTORY).named(prefix);
    }

    private static void checkDepth(List<Placed> entries, int level) {
        if (level == HASH_BITS / BITS_PER_LEVEL) {
            throw new PakitException.Refused("a directory too large for one block holds '"
                    + entries.get(0).entry.name() + "' and '"
                    + entries.get(1).entry.name()
                    + "', whose names have the same 64-bit hash: rename one of them");
        }
    }

    private static byte[] withoutLeadingZeros(byte[] bytes) {
        int from = 0;
        while (from < bytes.length && bytes[from] == 0) {
            from++;
        }
        return Arrays.copyOfRange(bytes, from, bytes.length);
    }
}
