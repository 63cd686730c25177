package pakit.dag;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Reads stored trees: finds paths, lists directories, streams files, tells a sink a whole tree. Reads what any UnixFS
/// v1 writer makes of CIDv1 and SHA-256 blocks, plain and sharded directories alike. Symlinks are reported, never
/// followed.
///
/// A missing block gives NotFound and a malformed one Corrupt, with the block and the path named. Depths are bounded
/// ([TreePaths#DEPTH_MAX] directories; shards and files by their own limits), so no tree can overflow the stack. With
/// workers, blocks of files are read ahead of their turn, at most 2 MiB a worker of a tree and as many of the file that
/// is being streamed; what is told comes in the same order, and so do failures. Thread-safe if the source of blocks is.
public final class TreeReader {
    private final NodesAhead nodes;

    /// Reads each block when its turn comes.
    ///
    /// @param blocks gives verified blocks, usually `backend::read`
    public TreeReader(Function<BlockId, Block> blocks) {
        this.nodes = new NodesAhead(id -> StoredNode.of(blocks.apply(id)), null);
    }

    /// @param blocks gives verified blocks; called by several threads at once
    /// @param workers read ahead; nobody may read a tree on one of them
    public TreeReader(Function<BlockId, Block> blocks, Workers workers) {
        this.nodes = new NodesAhead(id -> StoredNode.of(blocks.apply(id)), workers);
    }

    /// The blocks that `block` links to: none for a raw block.
    ///
    /// @throws PakitException.Corrupt naming the block, if it is no DAG-PB node
    public static List<BlockId> links(Block block) {
        return switch (block.id().kind()) {
            case RAW -> List.of();
            case DAG_PB -> decode(block).links().stream().map(DagLink::id).toList();
        };
    }

    /// The blocks that links of `block` hold themselves (CIDs of the hash function identity), and those in these.
    ///
    /// @throws PakitException.Corrupt naming the block, if it is no DAG-PB node
    public static List<Block> inlined(Block block) {
        List<Block> found = new ArrayList<>(List.of(block));
        for (int i = 0; i < found.size(); i++) {
            if (found.get(i).id().kind() == BlockId.Kind.DAG_PB) {
                decode(found.get(i), found::add);
            }
        }
        return found.subList(1, found.size());
    }

    private static DagNode decode(Block block) {
        return decode(block, inline -> {});
    }

    private static DagNode decode(Block block, Consumer<Block> inlined) {
        try {
            return DagNode.decode(block.bytes(), inlined);
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("block " + block.id() + " is " + e.getMessage(), e);
        }
    }

    /// Finds the entry at `path` below `root`; the empty path is the root itself.
    ///
    /// @throws PakitException.NotFound if there is none; the message names the first missing part
    public TreeEntry resolve(BlockId root, String path) {
        TreePaths.check(path);
        StoredNode node = open(root, "");
        String done = "";
        for (String name : path.isEmpty() ? new String[0] : path.split("/", -1)) {
            String here = done;
            DirectoryLinks directory = directory(node, here);
            DagLink link = TreePaths.at(here, () -> directory.find(name))
                    .orElseThrow(() -> new PakitException.NotFound(
                            TreePaths.shown(here) + " of " + root + " has no entry '" + name + "'"));
            done = TreePaths.join(here, name);
            node = open(link.id(), done);
        }
        return node.entry(TreePaths.nameOf(path));
    }

    /// The entries of a directory, sorted by name bytes. For a file whose content is one raw block, the size is the one
    /// that the directory states: the block is not read.
    ///
    /// @throws PakitException.Invalid if `directory` is no directory
    public List<TreeEntry> list(BlockId directory) {
        List<TreeEntry> entries = new ArrayList<>();
        Iterator<DagLink> links = directory(open(directory, ""), "").iterator();
        while (TreePaths.at("", links::hasNext)) {
            DagLink link = links.next();
            entries.add(entry(link));
        }
        entries.sort(Comparator.comparing(TreeEntry::name, Utf8Bytes.ORDER));
        return entries;
    }

    private TreeEntry entry(DagLink link) {
        return switch (link.id().kind()) {
            case RAW ->
                new TreeEntry(
                        link.name(),
                        TreeEntry.Kind.FILE,
                        link.id(),
                        link.totalBytes(),
                        Attributes.FILE,
                        Optional.empty());
            case DAG_PB -> open(link.id(), link.name()).entry(link.name());
        };
    }

    /// Writes the content of a file.
    ///
    /// @throws PakitException.Invalid if `file` is no file
    public void cat(BlockId file, OutputStream out) throws IOException {
        try (InputStream content = content(open(file, ""), "")) {
            content.transferTo(out);
        }
    }

    /// Tells `sink` everything at and below `path`, which becomes the sink's top. Directories come depth first; the
    /// entries of a plain directory in the order of names, those of a sharded one in the order of their hashes.
    public void tell(BlockId root, String path, TreeSink sink) throws IOException {
        new Telling(sink).tellAll(resolve(root, path).id());
    }

    /// One walk over a tree: looks ahead through it, and tells what it saw when its turn comes.
    private final class Telling {
        private static final int COST_BYTES_MIN = 4 << 10;

        private final TreeSink sink;
        private final Deque<Level> levels = new ArrayDeque<>();
        private final Deque<Coming> coming = new ArrayDeque<>();
        private long comingBytes;

        private record Level(String path, Iterator<DagLink> links) {}

        /// @param costBytes about what it holds in memory
        private record Coming(String path, CompletableFuture<StoredNode> node, long costBytes) {}

        Telling(TreeSink sink) {
            this.sink = sink;
        }

        void tellAll(BlockId top) throws IOException {
            look("", new DagLink(top, "", 0));
            while (!coming.isEmpty()) {
                Coming next = coming.remove();
                comingBytes -= next.costBytes;
                StoredNode node = TreePaths.at(next.path, () -> NodesAhead.await(next.node));
                tell(next.path, node);
                lookAhead();
            }
        }

        private void tell(String path, StoredNode node) throws IOException {
            TreeEntry entry = node.entry("");
            switch (entry.kind()) {
                case FILE -> sink.file(path, entry.attributes(), entry.bytes(), content(node, path));
                case SYMLINK -> sink.symlink(path, entry.target().orElseThrow());
                case DIRECTORY -> sink.directory(path, entry.attributes());
            }
        }

        private void lookAhead() {
            while (!levels.isEmpty() && (coming.isEmpty() || comingBytes < nodes.bytesMax())) {
                Level level = levels.getFirst();
                try {
                    if (TreePaths.at(level.path, level.links::hasNext)) {
                        DagLink link = level.links.next();
                        look(TreePaths.join(level.path, link.name()), link);
                    } else {
                        levels.pop();
                    }
                } catch (PakitException e) {
                    fail(e);
                }
            }
        }

        /// A leaf may take a while and is left to the workers; a node is short, and tells what comes next.
        private void look(String path, DagLink link) {
            if (link.id().kind() == BlockId.Kind.RAW && nodes.bytesMax() > 0) {
                long bytes = Math.clamp(link.totalBytes(), COST_BYTES_MIN, Block.MAX_BYTES);
                add(new Coming(path, nodes.ahead(link.id()), bytes));
                return;
            }
            StoredNode node = open(link.id(), path);
            add(new Coming(path, CompletableFuture.completedFuture(node), COST_BYTES_MIN));
            if (node.entry("").kind() == TreeEntry.Kind.DIRECTORY) {
                enter(path, node);
            }
        }

        private void enter(String path, StoredNode directory) {
            if (levels.size() == TreePaths.DEPTH_MAX) {
                throw new PakitException.Corrupt(
                        "directories are nested deeper than " + TreePaths.DEPTH_MAX + " at " + TreePaths.shown(path));
            }
            levels.push(new Level(path, directory(directory, path).iterator()));
        }

        private void add(Coming next) {
            coming.add(next);
            comingBytes += next.costBytes;
        }

        /// Thrown when its turn comes; nothing comes after it.
        private void fail(PakitException why) {
            levels.clear();
            add(new Coming("", CompletableFuture.failedFuture(why), 0));
        }
    }

    private StoredNode open(BlockId id, String path) {
        return TreePaths.at(path, () -> nodes.read(id));
    }

    private DirectoryLinks directory(StoredNode node, String path) {
        return TreePaths.at(path, () -> new DirectoryLinks(node, nodes::read));
    }

    private InputStream content(StoredNode node, String path) {
        return TreePaths.at(path, () -> new FileContent(node, nodes, path));
    }
}
