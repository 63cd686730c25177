package pakit.dag;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongConsumer;
import pakit.error.PakitException;

/// Writes a tree to the filesystem, below one target that becomes the tree's top.
///
/// Nothing is ever written outside the target: an entry comes only into a directory that this restorer has entered
/// itself, and it enters no symlink (the target alone may be one). It does not defend against other processes that
/// change the target meanwhile. A file appears under its name only when it is whole, with its mode; what exists is
/// refused, or replaced in one step, as asked, but a directory never gives way to a file. Existing directories are
/// entered and keep their own mode.
///
/// Files of at most [#SMALL_BYTES_MAX] bytes are written by workers beside the caller, in any order ([OrderedWork]);
/// what fails there is thrown by a later call, at last by [#close]. So all is written only when that has returned.
///
/// A directory gets its mode and time when it is left and all below it is there, so that a read-only one can be filled.
/// [#close] leaves the last ones. Not thread-safe.
public final class FileTreeRestorer implements TreeSink, AutoCloseable {
    /// How many workers to give to it. Those who create files in one directory wait for each other by turning in
    /// circles in the kernel: four took a fifth of all CPU time of a get for that, and were no sooner done.
    public static final int WRITERS = 1;

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final int BUFFER_BYTES = 128 << 10;

    /// A larger file keeps the caller busy long enough for its blocks to be read ahead.
    private static final int SMALL_BYTES_MAX = 1 << 20;

    private final Path target;
    private final Existing existing;
    private final LongConsumer progress;
    private final OrderedWork work;
    private final Deque<RestoredDirectory> open = new ArrayDeque<>();
    private final String partPrefix = ".pakit-" + UUID.randomUUID() + "-";
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long parts;
    private boolean failureThrown;

    /// What becomes of files and symlinks that stand where the tree has an entry.
    public enum Existing {
        REFUSED,
        REPLACED
    }

    /// @param target the directory, file or symlink to make; its parent must exist
    /// @param progress told of every piece of content that was taken in, in bytes, on the caller's thread
    public FileTreeRestorer(Path target, Existing existing, Workers workers, LongConsumer progress) {
        this.target = target.toAbsolutePath();
        this.existing = existing;
        this.progress = progress;
        this.work = new OrderedWork(workers);
    }

    /// Absolute.
    public Path target() {
        return target;
    }

    public Existing existing() {
        return existing;
    }

    @Override
    public void directory(String path, Attributes attributes) throws IOException {
        Path file = place(path);
        boolean there = path.isEmpty() ? Files.isDirectory(file) : isRealDirectory(file);
        if (!there) {
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                throw new PakitException.Refused(file + " exists and is no directory: remove it or restore elsewhere");
            }
            Files.createDirectory(file, PRIVATE_DIRECTORY);
        }
        open.push(new RestoredDirectory(path, file, attributes, !there, open.peek()));
    }

    @Override
    public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
        Path file = place(path);
        RestoredDirectory directory = open.peek();
        if (directory != null && !directory.firstOf(TreePaths.nameOf(path))) {
            checked(work::finish); // a second one of that name must find the first
        }
        checkFree(file);
        WholeFile whole = new WholeFile(file, partOf(file));
        InputStream exact = TreePaths.exactly(sizeBytes, content, path);
        if (directory != null && sizeBytes <= SMALL_BYTES_MAX) {
            byte[] bytes = exact.readAllBytes();
            progress.accept(bytes.length);
            handOver(directory, bytes.length, () -> whole.write(bytes, attributes));
        } else {
            whole.write(part -> {
                write(part, exact);
                WholeFile.apply(attributes, part);
            });
        }
    }

    private interface Piece {
        void run() throws IOException;
    }

    private void handOver(RestoredDirectory directory, int bytes, Piece piece) throws IOException {
        Runnable ended = directory.fileBegun();
        boolean accepted = false;
        try {
            checked(() -> work.submit(bytes, () -> run(piece, ended), failure -> endAfter(failure, ended)));
            accepted = true;
        } finally {
            if (!accepted) {
                ended.run();
            }
        }
    }

    private static void run(Piece piece, Runnable ended) {
        try {
            piece.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        ended.run();
    }

    private static void endAfter(Throwable failure, Runnable ended) {
        try {
            ended.run();
        } catch (UncheckedIOException e) {
            failure.addSuppressed(e);
        }
    }

    /// Throws as it was what a worker failed with.
    private void checked(Runnable step) throws IOException {
        try {
            step.run();
        } catch (UncheckedIOException e) {
            failureThrown = true;
            throw e.getCause();
        } catch (RuntimeException | Error e) {
            failureThrown = true;
            throw e;
        }
    }

    private void write(Path part, InputStream content) throws IOException {
        try (OutputStream out = Channels.newOutputStream(WholeFile.open(part))) {
            for (int count = content.read(buffer); count >= 0; count = content.read(buffer)) {
                out.write(buffer, 0, count);
                progress.accept(count);
            }
        }
    }

    @Override
    public void symlink(String path, String linkTarget) throws IOException {
        Path file = place(path);
        checkFree(file);
        new WholeFile(file, partOf(file)).write(part -> ExactSymlink.create(part, linkTarget));
    }

    /// Where `file` grows before it gets its name.
    private Path partOf(Path file) {
        Path directory = file.getParent();
        if (directory == null) {
            throw new PakitException.Invalid("a file cannot be restored as " + file);
        }
        return directory.resolve(partPrefix + parts++ + ".part");
    }

    /// Leaves the directories that `path` is not in.
    private Path place(String path) throws IOException {
        TreePaths.check(path);
        if (path.isEmpty()) {
            if (!open.isEmpty()) {
                throw new PakitException.Invalid("the tree has a second top");
            }
            return target;
        }
        String parent = TreePaths.parentOf(path);
        if (open.stream().noneMatch(directory -> directory.path().equals(parent))) {
            throw new PakitException.Invalid(
                    "path '" + path + "' came when its directory " + TreePaths.shown(parent) + " was not open");
        }
        while (!open.getFirst().path().equals(parent)) {
            leave();
        }
        return open.getFirst().file().resolve(PathText.toPath(TreePaths.nameOf(path)));
    }

    private void checkFree(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        if (isRealDirectory(file)) {
            throw new PakitException.Refused(file + " is a directory where the tree has a file or symlink");
        }
        if (existing == Existing.REFUSED) {
            throw new PakitException.Refused(file + " exists: remove it, restore elsewhere or ask to replace it");
        }
    }

    private static boolean isRealDirectory(Path file) {
        return Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS);
    }

    private void leave() throws IOException {
        open.pop().leave();
    }

    /// Leaves the directories that are still open, and waits for the workers.
    ///
    /// @throws IOException what a worker failed with, if nobody was told yet
    @Override
    public void close() throws IOException {
        try (work) {
            while (!open.isEmpty()) {
                leave();
            }
            if (!failureThrown) {
                checked(work::finish);
            }
        }
    }
}
