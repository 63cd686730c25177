package pakit.dag;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.block.Chunker;
import pakit.error.PakitException;

/// Takes a tree in: cuts files into chunks, stores them, and builds UnixFS files and directories over them. The same
/// tree gives the same root, in whatever order the entries of a directory come.
///
/// The caller's thread reads, cuts and builds nodes ([TreeOrder]); workers name, encode and store ([BlockIntake]).
///
/// Memory: the blocks on their way, what waits for their names, one list of at most 1024 links a level of the file
/// being read, and about 200 bytes for each entry of the directories that are open. Files of any size pass through.
///
/// Use: tell it a tree, then [#finish], then [#close]. Not thread-safe.
public final class TreeWriter implements TreeSink, AutoCloseable {
    private final Chunker chunker;
    private final BlockIntake intake;
    private final TreeOrder order;
    private final Deque<OpenDirectory> open = new ArrayDeque<>();
    private boolean topCame;
    private @Nullable DagLink top;
    private long plainBytes;
    private long entries;

    /// @param way what becomes of a block, usually `block -> backend.process(block, advisor)`; called by several
    ///     threads at once
    public TreeWriter(Function<Block, Outcome> way, ChunkSizes chunkSizes, Workers workers) {
        this.chunker = new Chunker(chunkSizes);
        this.intake = new BlockIntake(way, workers);
        this.order = new TreeOrder(intake);
    }

    /// @param names of the entries that came
    /// @param entries those that are built
    private record OpenDirectory(String path, Attributes attributes, Set<String> names, List<DagLink> entries) {}

    @Override
    public void directory(String path, Attributes attributes) {
        enter(path);
        if (open.size() > TreePaths.DEPTH_MAX) {
            throw new PakitException.Invalid("directory " + TreePaths.shown(path) + " is nested too deep");
        }
        open.push(new OpenDirectory(path, attributes, new HashSet<>(), new ArrayList<>()));
    }

    /// @throws PakitException.Invalid if `content` gives another number of bytes than `sizeBytes`
    @Override
    public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
        enter(path);
        FileLayout layout = new FileLayout(intake::put);
        chunker.split(TreePaths.exactly(sizeBytes, content, path), chunk -> order.append(layout, chunk));
        add(path, () -> layout.finish(attributes));
        plainBytes += sizeBytes;
    }

    /// A tree that is one file, read to its end, of whatever length it turns out to be.
    public void stream(Attributes attributes, InputStream content) throws IOException {
        enter("");
        FileLayout layout = new FileLayout(intake::put);
        chunker.split(content, chunk -> {
            plainBytes += chunk.length;
            order.append(layout, chunk);
        });
        add("", () -> layout.finish(attributes));
    }

    @Override
    public void symlink(String path, String target) {
        enter(path);
        if (target.isEmpty() || target.indexOf('\0') >= 0 || !Utf8Bytes.exist(target)) {
            throw new PakitException.Invalid(
                    "symlink " + TreePaths.shown(path) + " has a target that is empty or cannot be written in UTF-8");
        }
        byte[] data = new UnixFs.Symlink(target).encode();
        add(path, () -> new DagNode(List.of(), data).writeTo(intake::put));
    }

    /// Leaves the directories that `path` is not in, and makes sure that it may come now.
    private void enter(String path) {
        TreePaths.check(path);
        if (path.isEmpty()) {
            if (topCame || !open.isEmpty()) {
                throw new PakitException.Invalid("the tree has a second top");
            }
            return;
        }
        String parent = TreePaths.parentOf(path);
        if (open.stream().noneMatch(directory -> directory.path.equals(parent))) {
            throw new PakitException.Invalid("path '" + path + "' came when its directory "
                    + TreePaths.shown(parent) + " was not open: a directory comes before what is in it, and all"
                    + " that is in it before anything else");
        }
        while (!open.getFirst().path.equals(parent)) {
            leave();
        }
        if (open.getFirst().names.contains(TreePaths.nameOf(path))) {
            throw new PakitException.Invalid("path '" + path + "' comes twice");
        }
    }

    private void leave() {
        OpenDirectory directory = open.pop();
        add(directory.path, () -> new DirectoryLayout(intake::put).lay(directory.entries, directory.attributes));
    }

    /// @param link builds the entry, when all before it is built
    private void add(String path, Supplier<DagLink> link) {
        entries++;
        if (path.isEmpty()) {
            topCame = true;
            order.then(() -> top = link.get());
        } else {
            OpenDirectory directory = open.getFirst();
            String name = TreePaths.nameOf(path);
            directory.names.add(name);
            order.then(() -> directory.entries.add(link.get().named(name)));
        }
    }

    /// Ends the tree; all its blocks are stored when this returns.
    ///
    /// @throws PakitException.Invalid if no entry came
    public StoredTree finish() {
        while (!open.isEmpty()) {
            leave();
        }
        order.finish();
        if (top == null) {
            throw new PakitException.Invalid("the tree is empty: not even its top came");
        }
        intake.drain();
        BlockId root = top.id();
        return new StoredTree(
                root, plainBytes, intake.newBlocks(), intake.knownBlocks(), intake.storedBytes(), entries);
    }

    /// Drops what is not begun and waits for the rest. Without [#finish], blocks without a root stay behind for garbage
    /// collection.
    @Override
    public void close() {
        intake.close();
    }
}
