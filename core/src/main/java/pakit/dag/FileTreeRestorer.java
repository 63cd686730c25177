package pakit.dag;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
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
/// A directory gets its mode and time when it is left, so that a read-only one can be filled. [#close] leaves the last
/// ones. Not thread-safe.
public final class FileTreeRestorer implements TreeSink, AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Set<OpenOption> NEW_FILE = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    private static final int BUFFER_BYTES = 128 << 10;

    private final Path target;
    private final Existing existing;
    private final LongConsumer progress;
    private final Deque<OpenDirectory> open = new ArrayDeque<>();
    private final String partPrefix = ".pakit-" + UUID.randomUUID() + "-";
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private long parts;

    /// What becomes of files and symlinks that stand where the tree has an entry.
    public enum Existing {
        REFUSED,
        REPLACED
    }

    /// @param target the directory, file or symlink to make; its parent must exist
    /// @param progress told of every piece of content that was written, in bytes
    public FileTreeRestorer(Path target, Existing existing, LongConsumer progress) {
        this.target = target.toAbsolutePath();
        this.existing = existing;
        this.progress = progress;
    }

    private record OpenDirectory(String path, Path file, Attributes attributes, boolean created) {}

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
        open.push(new OpenDirectory(path, file, attributes, !there));
    }

    @Override
    public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
        Path file = place(path);
        checkFree(file);
        Path part = partOf(file);
        try {
            write(part, TreePaths.exactly(sizeBytes, content, path));
            apply(attributes, part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            discard(part, e);
            throw e;
        }
    }

    private void write(Path part, InputStream content) throws IOException {
        try (OutputStream out = Channels.newOutputStream(Files.newByteChannel(part, NEW_FILE, PRIVATE_FILE))) {
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
        Path part = partOf(file);
        try {
            ExactSymlink.create(part, linkTarget);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException | RuntimeException e) {
            discard(part, e);
            throw e;
        }
    }

    /// Where `file` grows before it gets its name.
    private Path partOf(Path file) {
        Path directory = file.getParent();
        if (directory == null) {
            throw new PakitException.Invalid("a file cannot be restored as " + file);
        }
        return directory.resolve(partPrefix + parts++ + ".part");
    }

    private static void discard(Path part, Exception failure) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
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
        if (open.stream().noneMatch(directory -> directory.path.equals(parent))) {
            throw new PakitException.Invalid(
                    "path '" + path + "' came when its directory " + TreePaths.shown(parent) + " was not open");
        }
        while (!open.getFirst().path.equals(parent)) {
            leave();
        }
        return open.getFirst().file.resolve(PathText.toPath(TreePaths.nameOf(path)));
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
        OpenDirectory directory = open.pop();
        if (directory.created) {
            apply(directory.attributes, directory.file);
        }
    }

    private static void apply(Attributes attributes, Path file) throws IOException {
        Files.setAttribute(file, "unix:mode", attributes.mode());
        if (attributes.modified().isPresent()) {
            Files.setLastModifiedTime(file, FileTime.from(attributes.modified().get()));
        }
    }

    /// Leaves the directories that are still open.
    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            leave();
        }
    }
}
