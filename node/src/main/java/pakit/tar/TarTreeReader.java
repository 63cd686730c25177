package pakit.tar;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.jspecify.annotations.Nullable;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.error.PakitException;

/// Reads a tar stream (pax, ustar or GNU) and tells a sink the tree in it. What cannot be kept is refused by the
/// entry's name: `..`, absolute names, hard links, devices, pipes, sparse files, a directory that comes after its
/// entries. Directories that are only implied by the names below them get mode 0755.
///
/// Memory grows with the number of directories only. Owners, and times without [Pax#MTIME], are dropped.
public final class TarTreeReader {
    private static final int MODE_MASK = 07777;

    private final GuardedTarInput tar;
    private final TreeSink sink;
    private final Set<String> directories = new HashSet<>();
    private boolean single;

    private TarTreeReader(InputStream in, TreeSink sink) {
        this.tar = new GuardedTarInput(in);
        this.sink = sink;
    }

    /// Reads `in` up to the end of the archive, which must be there, and leaves it open.
    ///
    /// @throws PakitException.Invalid if the bytes are no tar stream, or naming the entry that cannot be kept
    /// @throws IOException if reading fails, or what the sink throws
    public static void read(InputStream in, TreeSink sink) throws IOException {
        new TarTreeReader(in, sink).readAll();
    }

    private void readAll() throws IOException {
        TarArchiveEntry entry = next();
        if (entry == null && tar.ended()) {
            throw new PakitException.Invalid("the tar stream has no entries; expected a tree, such as tar c -C DIR .");
        }
        while (entry != null) {
            tell(entry);
            entry = next();
        }
        if (!tar.ended()) {
            throw new PakitException.Invalid("not a complete tar stream: it breaks off before its end record");
        }
    }

    private @Nullable TarArchiveEntry next() throws IOException {
        try {
            return tar.getNextEntry();
        } catch (IOException | RuntimeException e) { // the library's parsing throws several kinds on hostile headers
            throw tar.failure(e);
        }
    }

    private void tell(TarArchiveEntry entry) throws IOException {
        if (single) {
            throw refused(entry, "follows an entry that is marked as a whole tree (" + Pax.TOP + ")");
        }
        if (entry.getExtraPaxHeaders().containsKey(Pax.TOP)) {
            single = true;
            tellContent("", entry);
            return;
        }
        String path = path(entry);
        if (entry.isDirectory()) {
            tellDirectory(path, entry);
        } else if (path.isEmpty()) {
            throw refused(entry, "has no name");
        } else {
            tellParents(path);
            tellContent(path, entry);
        }
    }

    private void tellDirectory(String path, TarArchiveEntry entry) throws IOException {
        if (!path.isEmpty()) {
            tellParents(path);
        }
        if (!directories.add(path)) {
            throw refused(entry, "is a directory that comes twice, or after an entry in it; expected it once, before");
        }
        sink.directory(path, attributes(entry));
    }

    private void tellParents(String path) throws IOException {
        if (directories.add("")) {
            sink.directory("", Attributes.DIRECTORY);
        }
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            String parent = path.substring(0, slash);
            if (directories.add(parent)) {
                sink.directory(parent, Attributes.DIRECTORY);
            }
        }
    }

    private void tellContent(String path, TarArchiveEntry entry) throws IOException {
        if (entry.isSymbolicLink()) {
            sink.symlink(path, entry.getLinkName());
        } else if (entry.isLink()) {
            throw refused(entry, "is a hard link to '" + entry.getLinkName() + "'; write it with --hard-dereference");
        } else if (entry.isSparse()) {
            throw refused(entry, "is a sparse file; write it without --sparse");
        } else if (entry.isCharacterDevice() || entry.isBlockDevice() || entry.isFIFO()) {
            throw refused(entry, "is a device or a pipe; leave it out");
        } else if (isRegular(entry.getLinkFlag())) {
            sink.file(path, attributes(entry), entry.getSize(), new Content());
        } else {
            throw refused(entry, "is of unknown type '" + (char) entry.getLinkFlag() + "'");
        }
    }

    private static boolean isRegular(byte type) {
        return type == TarConstants.LF_NORMAL || type == TarConstants.LF_OLDNORM || type == TarConstants.LF_CONTIG;
    }

    private static Attributes attributes(TarArchiveEntry entry) {
        String mtime = entry.getExtraPaxHeaders().get(Pax.MTIME);
        Optional<Instant> modified = Optional.ofNullable(mtime).map(text -> Pax.parse(entry.getName(), text));
        return new Attributes(entry.getMode() & MODE_MASK, modified);
    }

    /// The entry's name without `.` and empty parts.
    private static String path(TarArchiveEntry entry) {
        String name = entry.getName();
        if (name.startsWith("/")) {
            throw refused(entry, "has an absolute name; expected names below the tree's top");
        }
        List<String> parts = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (part.equals("..")) {
                throw refused(entry, "leaves the tree with '..'");
            }
            if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return String.join("/", parts);
    }

    private static PakitException.Invalid refused(TarArchiveEntry entry, String why) {
        return new PakitException.Invalid("tar entry '" + entry.getName() + "' " + why);
    }

    /// The bytes of the current entry.
    private final class Content extends FilterInputStream {
        Content() {
            super(tar);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return super.read(buffer, offset, length);
            } catch (IOException | RuntimeException e) {
                throw tar.failure(e);
            }
        }

        @Override
        public void close() {} // the tar stream goes on
    }
}
