package pakit.tar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;

/// Writes a tree as a pax stream: long and non-ASCII names, sizes above 8 GiB, modes, symlinks. The same tree gives the
/// same bytes. Memory does not grow with the tree. Not thread-safe.
///
/// Nothing is closed and no end is written until [#finish]: a stream that breaks off has no end, so its reader notices.
public final class TarTreeWriter implements TreeSink {
    private static final int COPY_BYTES = 1 << 16;
    private static final int SYMLINK_MODE = 0777;

    private final TarArchiveOutputStream tar;
    private final String topName;
    private final byte[] copy = new byte[COPY_BYTES];

    /// @param topName entry name of a tree that is one file or one symlink
    public TarTreeWriter(OutputStream out, String topName) {
        tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        tar.setAddPaxHeadersForNonAsciiNames(true);
        this.topName = topName;
    }

    @Override
    public void directory(String path, Attributes attributes) throws IOException {
        String name = path.isEmpty() ? "./" : "./" + path + "/";
        TarArchiveEntry entry = new TarArchiveEntry(name, TarConstants.LF_DIR);
        write(entry, attributes);
        tar.closeArchiveEntry();
    }

    @Override
    public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
        TarArchiveEntry entry = entry(path, TarConstants.LF_NORMAL);
        entry.setSize(sizeBytes);
        write(entry, attributes);
        copy(path, sizeBytes, content);
        tar.closeArchiveEntry();
    }

    @Override
    public void symlink(String path, String target) throws IOException {
        TarArchiveEntry entry = entry(path, TarConstants.LF_SYMLINK);
        entry.setLinkName(target);
        write(entry, new Attributes(SYMLINK_MODE, java.util.Optional.empty()));
        tar.closeArchiveEntry();
    }

    /// Writes the end of the stream. Only for a tree that was told to its end.
    public void finish() throws IOException {
        tar.finish();
        tar.flush();
    }

    private TarArchiveEntry entry(String path, byte kind) {
        if (!path.isEmpty()) {
            return new TarArchiveEntry("./" + path, kind);
        }
        TarArchiveEntry top = new TarArchiveEntry(topName, kind);
        top.addPaxHeader(Pax.TOP, "1");
        return top;
    }

    private void write(TarArchiveEntry entry, Attributes attributes) throws IOException {
        entry.setMode(attributes.mode());
        entry.setUserName("");
        entry.setGroupName("");
        Instant modified = attributes.modified().orElse(Instant.EPOCH);
        entry.setLastModifiedTime(FileTime.from(modified));
        attributes.modified().ifPresent(time -> entry.addPaxHeader(Pax.MTIME, Pax.write(time)));
        tar.putArchiveEntry(entry);
    }

    private void copy(String path, long sizeBytes, InputStream content) throws IOException {
        long left = sizeBytes;
        while (left > 0) {
            int read = read(path, content, left);
            if (read < 0) {
                throw new IOException("'" + path + "' ended after " + (sizeBytes - left) + " bytes, expected "
                        + sizeBytes + ": did it change while it was read?");
            }
            tar.write(copy, 0, read);
            left -= read;
        }
        if (read(path, content, 1) >= 0) {
            throw new IOException("'" + path + "' has more than the expected " + sizeBytes
                    + " bytes: did it change while it was read?");
        }
    }

    /// The head of the entry is on its way, so a file that cannot be read ends the stream: the failure must not look
    /// like the content's own, after which a teller would go on.
    private int read(String path, InputStream content, long left) throws IOException {
        try {
            return content.read(copy, 0, (int) Math.min(copy.length, left));
        } catch (IOException e) {
            throw new IOException("the stream ends within '" + path + "': " + e.getMessage(), e);
        }
    }
}
