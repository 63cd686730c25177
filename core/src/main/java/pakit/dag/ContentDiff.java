package pakit.dag;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Function;
import pakit.block.BlockId;

/// Whether two files of one length hold the same bytes. Parts of the same id and place are the same and not read; two
/// leaves of the same place and length and of different ids differ, and are not read either. Only where files are cut
/// in different ways are bytes compared.
final class ContentDiff {
    private static final int BUFFER_BYTES = 64 << 10;

    private final Function<BlockId, StoredNode> nodes;

    ContentDiff(Function<BlockId, StoredNode> nodes) {
        this.nodes = nodes;
    }

    private record Pair(StoredNode before, StoredNode after) {}

    /// @param path where the files stand, for messages
    boolean same(StoredNode before, StoredNode after, String path) throws IOException {
        Deque<Pair> open = new ArrayDeque<>();
        open.push(new Pair(before, after));
        while (!open.isEmpty()) {
            Pair pair = open.pop();
            if (!cutAlike(pair) || pair.before.links().isEmpty()) {
                if (!sameBytes(pair, path)) {
                    return false;
                }
                continue;
            }
            for (int i = 0; i < pair.before.links().size(); i++) {
                BlockId one = pair.before.links().get(i).id();
                BlockId other = pair.after.links().get(i).id();
                if (one.equals(other)) {
                    continue;
                }
                if (one.kind() == BlockId.Kind.RAW && other.kind() == BlockId.Kind.RAW) {
                    return false;
                }
                open.push(new Pair(nodes.apply(one), nodes.apply(other)));
            }
        }
        return true;
    }

    private static boolean cutAlike(Pair pair) {
        return pair.before.meaning() instanceof UnixFs.File one
                && pair.after.meaning() instanceof UnixFs.File other
                && Arrays.equals(one.partBytes(), other.partBytes())
                && Arrays.equals(one.inline(), other.inline());
    }

    private boolean sameBytes(Pair pair, String path) throws IOException {
        if (wraps(pair.before, pair.after) || wraps(pair.after, pair.before)) {
            return true;
        }
        FileContent one = new FileContent(pair.before, new NodesAhead(nodes, null), path);
        FileContent other = new FileContent(pair.after, new NodesAhead(nodes, null), path);
        byte[] left = new byte[BUFFER_BYTES];
        byte[] right = new byte[BUFFER_BYTES];
        while (true) {
            int count = one.readNBytes(left, 0, left.length);
            if (count != other.readNBytes(right, 0, right.length) || !Arrays.equals(left, 0, count, right, 0, count)) {
                return false;
            }
            if (count == 0) {
                return true;
            }
        }
    }

    /// A leaf with a mode of its own is a node with that leaf as its only part.
    private static boolean wraps(StoredNode node, StoredNode leaf) {
        return node.links().size() == 1
                && node.links().getFirst().id().equals(leaf.id())
                && node.meaning() instanceof UnixFs.File file
                && file.inline().length == 0;
    }
}
