package pakit.dag;

import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import pakit.block.Block;
import pakit.error.PakitException;

/// The bytes of a stored file, leaf by leaf. Holds one leaf, the nodes above it, and what is read ahead of its turn.
///
/// Every node must have as many bytes as its parent says, so exactly the announced number of bytes comes out or the
/// read fails; parts without bytes are not entered, so a small hostile tree cannot keep a reader busy without output.
final class FileContent extends InputStream {
    /// Eight levels of 1024 links hold 2^80 leaves; other layouts (trickle) are deeper and still well below this.
    private static final int DEPTH_MAX = 64;

    private static final int COST_BYTES_MIN = 4 << 10;

    private final NodesAhead nodes;
    private final String path;
    private final Deque<Position> open = new ArrayDeque<>();
    private byte[] leaf = {};
    private int at;

    /// A node, the next of its parts to read, and the parts from there on that are on their way.
    private final class Position {
        private final StoredNode node;
        private final long[] partBytes;
        private final Deque<CompletableFuture<StoredNode>> ahead = new ArrayDeque<>();
        private long aheadBytes;
        private int asked;
        private int part;

        Position(StoredNode node, long[] partBytes) {
            this.node = node;
            this.partBytes = partBytes;
        }

        /// A part that has bytes, in its turn.
        StoredNode take(int part) {
            askAhead(part);
            CompletableFuture<StoredNode> coming = ahead.poll();
            if (coming == null) {
                return nodes.read(node.links().get(part).id());
            }
            aheadBytes -= cost(part);
            return NodesAhead.await(coming);
        }

        private void askAhead(int from) {
            for (asked = Math.max(asked, from); asked < partBytes.length && aheadBytes < nodes.bytesMax(); asked++) {
                if (partBytes[asked] != 0) {
                    ahead.add(nodes.ahead(node.links().get(asked).id()));
                    aheadBytes += cost(asked);
                }
            }
        }

        /// What a part holds in memory: its block, whatever is below it.
        private long cost(int part) {
            return Math.clamp(partBytes[part], COST_BYTES_MIN, Block.MAX_BYTES);
        }
    }

    /// @param nodes reads the parts of the file
    /// @param path where the file stands, for messages
    /// @throws PakitException.Invalid if `file` is no file
    FileContent(StoredNode file, NodesAhead nodes, String path) {
        this.nodes = nodes;
        this.path = path;
        if (!(file.meaning() instanceof UnixFs.File meaning)) {
            throw new PakitException.Invalid(file.id() + " is a directory or symlink, not a file");
        }
        enter(file, meaning);
    }

    private void enter(StoredNode node, UnixFs.File file) {
        if (open.size() == DEPTH_MAX) {
            throw new PakitException.Corrupt("file part " + node.id() + " is deeper than " + DEPTH_MAX + " levels");
        }
        leaf = file.inline();
        at = 0;
        open.push(new Position(node, file.partBytes()));
    }

    /// Goes on to the next bytes.
    ///
    /// @return whether there are any
    private boolean advance() {
        while (at == leaf.length && !open.isEmpty()) {
            Position position = open.getFirst();
            if (position.part == position.partBytes.length) {
                open.pop();
            } else {
                int part = position.part++;
                TreePaths.at(path, () -> enterPart(position, part));
            }
        }
        return at < leaf.length;
    }

    /// @return whether the part was entered
    private boolean enterPart(Position parent, int part) {
        long expected = parent.partBytes[part];
        if (expected == 0) {
            return false;
        }
        StoredNode child = parent.take(part);
        if (!(child.meaning() instanceof UnixFs.File file) || file.sizeBytes() != expected) {
            throw new PakitException.Corrupt("block " + child.id() + " is not the part of " + expected + " bytes that "
                    + parent.node.id() + " expects");
        }
        enter(child, file);
        return true;
    }

    @Override
    public int read() {
        return advance() ? leaf[at++] & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!advance()) {
            return -1;
        }
        int count = Math.min(length, leaf.length - at);
        System.arraycopy(leaf, at, target, offset, count);
        at += count;
        return count;
    }

    @Override
    public int available() {
        return leaf.length - at;
    }
}
