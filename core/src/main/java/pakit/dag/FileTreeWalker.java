package pakit.dag;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import pakit.error.PakitException;

/// Tells a sink a file, symlink or directory of the filesystem, with everything below it and POSIX modes. Symlinks are
/// told, never followed; the entries of a directory come sorted by name bytes.
///
/// What cannot be read (no permission, a socket, a file that changes while it is read, a name that is not text) is
/// reported and left out, or ends the walk, as the options say. The top itself must be readable. Memory: the names in
/// the directories that are open, and one small file. Thread-safe: each walk stands alone.
public final class FileTreeWalker {
    private static final int SMALL_BYTES_MAX = 1 << 20;

    private final WalkOptions options;

    public FileTreeWalker(WalkOptions options) {
        this.options = options;
    }

    /// What a walk will meet, for a progress bar; what cannot be read is not counted.
    ///
    /// @param bytes content of all files
    public record Totals(long entries, long bytes) {}

    /// Counts what [#tell] would read now. Opens directories, but no file.
    public Totals scan(Path top) throws IOException {
        Set<FileStatus.Key> excluded = excludedKeys();
        Deque<Path> left = new ArrayDeque<>(List.of(top));
        long entries = 0;
        long bytes = 0;
        while (!left.isEmpty()) {
            Path path = left.pop();
            try {
                FileStatus status = FileStatus.of(path);
                if (excluded.contains(status.key())) {
                    continue;
                }
                switch (status.type()) {
                    case FILE -> bytes += status.sizeBytes();
                    case DIRECTORY -> children(path).forEach(left::push);
                    case SYMLINK, SPECIAL -> {}
                }
                entries++;
            } catch (IOException e) {
                // The walk itself will report it.
            }
        }
        return new Totals(entries, bytes);
    }

    /// Walks `top`, which becomes the sink's own top.
    ///
    /// @throws PakitException.NotFound if there is no `top`
    /// @throws PakitException.Refused if `top` itself, or with [WalkOptions.Unreadable#REFUSED] anything below it,
    ///     cannot be read
    public void tell(Path top, TreeSink sink, WalkListener listener) throws IOException {
        if (!Files.exists(top, LinkOption.NOFOLLOW_LINKS)) {
            throw new PakitException.NotFound("there is no file or directory " + top);
        }
        new Walk(top, sink, listener).tellAll();
    }

    private Set<FileStatus.Key> excludedKeys() throws IOException {
        Set<FileStatus.Key> keys = new HashSet<>();
        for (Path path : options.excluded()) {
            if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
                keys.add(FileStatus.of(path).key());
            }
        }
        return keys;
    }

    private static List<Path> children(Path directory) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            stream.forEach(children::add);
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return children;
    }

    /// One walk, with the directories that are open.
    private final class Walk {
        private final TreeSink sink;
        private final WalkListener listener;
        private final Set<FileStatus.Key> excluded = excludedKeys();
        private final Deque<Level> levels = new ArrayDeque<>();

        private final Path top;

        private record Child(String name, Path file) {}

        private record Level(String path, Iterator<Child> children) {}

        Walk(Path top, TreeSink sink, WalkListener listener) throws IOException {
            this.top = top;
            this.sink = sink;
            this.listener = listener;
        }

        void tellAll() throws IOException {
            tell(top, "");
            while (!levels.isEmpty()) {
                Level level = levels.getFirst();
                if (level.children.hasNext()) {
                    Child child = level.children.next();
                    tell(child.file, TreePaths.join(level.path, child.name));
                } else {
                    levels.pop();
                }
            }
        }

        private void tell(Path file, String path) throws IOException {
            FileStatus status;
            try {
                status = FileStatus.of(file);
            } catch (IOException e) {
                skip(file, e);
                return;
            }
            if (excluded.contains(status.key())) {
                return;
            }
            switch (status.type()) {
                case FILE -> tellFile(file, path, status);
                case DIRECTORY -> tellDirectory(file, path, status);
                case SYMLINK -> tellSymlink(file, path);
                case SPECIAL -> skip(file, new IOException("neither file, directory nor symlink"));
            }
        }

        private void tellDirectory(Path file, String path, FileStatus status) throws IOException {
            List<Child> children;
            try {
                children = namedChildren(file);
                checkDepth();
            } catch (IOException e) {
                skip(file, e);
                return;
            }
            sink.directory(path, status.attributes(options.times()));
            levels.push(new Level(path, children.iterator()));
        }

        private List<Child> namedChildren(Path directory) throws IOException {
            List<Child> named = new ArrayList<>();
            for (Path child : children(directory)) {
                try {
                    named.add(new Child(PathText.of(child.getFileName()), child));
                } catch (IOException e) {
                    skip(child, e);
                }
            }
            named.sort(Comparator.comparing(Child::name, Utf8Bytes.ORDER));
            return named;
        }

        private void checkDepth() throws IOException {
            if (levels.size() == TreePaths.DEPTH_MAX) {
                throw new IOException("directories are nested deeper than " + TreePaths.DEPTH_MAX);
            }
        }

        private void tellSymlink(Path file, String path) throws IOException {
            String target;
            try {
                target = PathText.of(Files.readSymbolicLink(file));
            } catch (IOException e) {
                skip(file, e);
                return;
            }
            sink.symlink(path, target);
        }

        private void tellFile(Path file, String path, FileStatus status) throws IOException {
            InputStream opened;
            try {
                opened = Channels.newInputStream(
                        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
            } catch (IOException e) {
                skip(file, e);
                return;
            }
            MeasuredContent content = new MeasuredContent(opened, status.sizeBytes(), listener::read, what -> {
                throw new IOException("it changed while it was read: it " + what);
            });
            try (content) {
                sink.file(path, status.attributes(options.times()), status.sizeBytes(), settled(content, status));
            } catch (IOException e) {
                if (!content.failedWith(e)) {
                    throw e;
                }
                skip(file, e);
            }
        }

        /// A small file is read before its sink hears of it: should it change meanwhile, even a sink that streams can
        /// go on without it.
        private static InputStream settled(MeasuredContent content, FileStatus status) throws IOException {
            return status.sizeBytes() <= SMALL_BYTES_MAX ? new ByteArrayInputStream(content.readAllBytes()) : content;
        }

        private void skip(Path file, IOException why) {
            String reason = reason(why);
            if (file.equals(top)) {
                throw new PakitException.Refused("cannot read " + file + ": " + reason);
            }
            switch (options.unreadable()) {
                case SKIPPED -> listener.skipped(new WalkListener.Skipped(file.toString(), reason));
                case REFUSED -> throw new PakitException.Refused("cannot read " + file + ": " + reason);
            }
        }
    }

    private static String reason(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof NoSuchFileException) {
            return "it was deleted meanwhile";
        }
        String reason = e instanceof FileSystemException failed ? failed.getReason() : e.getMessage();
        return Objects.requireNonNullElse(reason, e.toString());
    }
}
