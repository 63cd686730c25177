package pakit.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.error.PakitException;

class TarTreeTest {
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void aTreeComesBackAsItWasTold(long seed) throws IOException {
        ToldTree tree = ToldTree.random(seed, 200);

        assertThat(read(write(tree::tell)).lines()).isEqualTo(tree.lines());
    }

    @Test
    void theSameTreeGivesTheSameBytes() throws IOException {
        assertThat(write(ToldTree.random(7, 50)::tell)).isEqualTo(write(ToldTree.random(7, 50)::tell));
    }

    /// A teller goes on after a content's own failure, which this stream cannot.
    @Test
    void contentThatFailsEndsTheStreamUnderAnotherName() {
        IOException failure = new IOException("the disk is bad");
        InputStream failing = new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
        TarTreeWriter writer = new TarTreeWriter(OutputStream.nullOutputStream(), "top");
        for (long sizeBytes : new long[] {0, 5}) {
            assertThatThrownBy(() -> writer.file("f", Attributes.FILE, sizeBytes, failing))
                    .isInstanceOf(IOException.class)
                    .isNotSameAs(failure)
                    .hasMessageContaining("'f': the disk is bad");
        }
    }

    @Test
    void aSingleFileKeepsItsPlaceAsTop() throws IOException {
        ToldTree tree = new ToldTree();
        tree.file("", new Attributes(0600, Optional.empty()), 5, bytes("hello"));

        assertThat(read(write(tree::tell)).lines()).isEqualTo(tree.lines());
    }

    @Test
    void aSingleSymlinkKeepsItsPlaceAsTop() throws IOException {
        ToldTree tree = new ToldTree();
        tree.symlink("", "elsewhere");

        assertThat(read(write(tree::tell)).lines()).isEqualTo(tree.lines());
    }

    @Test
    void sizesAboveEightGibibytesAreWrittenInFull() throws IOException {
        long size = 9L << 30;
        var head = new FirstBytes(4096);

        assertThatThrownBy(() ->
                        new TarTreeWriter(head, "x").file("big", Attributes.FILE, size, InputStream.nullInputStream()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'big' ended after 0 bytes, expected " + size);
        assertThat(head.text()).contains("size=" + size);
    }

    @Test
    void aFileThatGrewWhileItWasReadIsAnError() {
        assertThatThrownBy(() -> write(sink -> sink.file("a", Attributes.FILE, 2, bytes("abc"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than the expected 2 bytes");
    }

    @Test
    void directoriesThatAreOnlyImpliedAreTold() throws IOException {
        ToldTree tree = read(archive(tar -> add(tar, "a/b/c.txt", TarConstants.LF_NORMAL, "x")));

        assertThat(tree.lines()).containsOnlyKeys("", "a", "a/b", "a/b/c.txt");
        assertThat(tree.lines().get("a/b")).startsWith("directory 755");
    }

    @Test
    void timesOfPlainStreamsAreDropped() throws IOException {
        byte[] early = archive(tar -> addAt(tar, 1_000));
        byte[] late = archive(tar -> addAt(tar, 2_000));

        assertThat(read(early).lines()).isEqualTo(read(late).lines());
    }

    @Test
    void whatCannotBeKeptIsRefusedByName() {
        refuses("../evil", TarConstants.LF_NORMAL, "'../evil' leaves the tree");
        refuses("a/../../evil", TarConstants.LF_NORMAL, "leaves the tree");
        refuses("hard", TarConstants.LF_LINK, "'hard' is a hard link to 'target'");
        refuses("dev", TarConstants.LF_CHR, "'dev' is a device or a pipe");
        refuses("dev", TarConstants.LF_BLK, "'dev' is a device or a pipe");
        refuses("pipe", TarConstants.LF_FIFO, "'pipe' is a device or a pipe");
        refuses("what", (byte) 'Z', "'what' is of unknown type 'Z'");
    }

    @Test
    void absoluteNamesAreRefused() {
        assertThatThrownBy(() -> read(archive(tar -> {
                    TarArchiveEntry entry = new TarArchiveEntry("/etc/passwd", true);
                    tar.putArchiveEntry(entry);
                    tar.closeArchiveEntry();
                })))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("'/etc/passwd' has an absolute name");
    }

    @Test
    void aDirectoryAfterItsEntriesIsRefused() {
        assertThatThrownBy(() -> read(archive(tar -> {
                    add(tar, "d/x", TarConstants.LF_NORMAL, "");
                    add(tar, "d/", TarConstants.LF_DIR, "");
                })))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("'d/' is a directory that comes twice");
    }

    @Test
    void anythingAfterAWholeTreeIsRefused() {
        assertThatThrownBy(() -> read(archive(tar -> {
                    addTop(tar);
                    add(tar, "x", TarConstants.LF_NORMAL, "");
                })))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("'x' follows an entry that is marked as a whole tree");
    }

    @Test
    void aStreamWithoutEntriesIsRefused() {
        assertThatThrownBy(() -> read(archive(tar -> {})))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("no entries");
    }

    @Test
    void everyTruncationIsNoticed() throws IOException {
        byte[] whole = write(ToldTree.random(5, 20)::tell);
        int content = whole.length - 1024; // without the two records of the end
        for (int length = 0; length <= content; length += 509) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(PakitException.Invalid.class);
        }
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, content)))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("breaks off before its end record");
    }

    @Test
    void damageGivesAnErrorOrATreeButNeverAnotherFailure() throws IOException {
        byte[] whole = write(ToldTree.random(6, 30)::tell);
        Random random = new Random(6);
        for (int round = 0; round < 2_000; round++) {
            byte[] damaged = whole.clone();
            for (int i = 0; i <= random.nextInt(6); i++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            assertReadsOrRefuses(damaged);
        }
    }

    @Test
    void hugeExtendedHeadersAreRefusedUnread() {
        byte[] record = header('x', "77777777777");

        assertThatThrownBy(() -> read(record))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("an extended header has 8589934591 bytes");
    }

    @Test
    void endlessExtendedHeadersAreRefused() {
        byte[] record = header('g', "00000000000");
        var endless = new ByteArrayOutputStream();
        for (int i = 0; i < 100_000; i++) {
            endless.writeBytes(record);
        }

        assertThatThrownBy(() -> read(endless.toByteArray()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("more than 16 extended headers");
    }

    @Test
    void abrokenSourceIsNotTakenForABadStream() throws IOException {
        byte[] whole = write(ToldTree.random(5, 20)::tell);
        InputStream broken = new java.io.SequenceInputStream(
                new ByteArrayInputStream(whole, 0, whole.length / 2), new InputStream() {
                    @Override
                    public int read() throws IOException {
                        throw new IOException("connection reset");
                    }
                });

        assertThatThrownBy(() -> TarTreeReader.read(broken, new ToldTree()))
                .isExactlyInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void theSystemsTarReadsAndWritesTheSameTree(@TempDir Path directory) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/tar")), "tar is not installed");
        Path in = Files.createDirectory(directory.resolve("in"));
        Files.write(in.resolve("file ü"), new byte[10_000]);
        Files.setPosixFilePermissions(in.resolve("file ü"), PosixFilePermissions.fromString("rwxr-x---"));
        Files.createSymbolicLink(in.resolve("link"), Path.of("file ü"));
        Files.createDirectory(in.resolve("l".repeat(200)));
        Path first = directory.resolve("first.tar");
        run("tar", "--format=gnu", "-c", "-C", in.toString(), "-f", first.toString(), ".");
        ToldTree told = read(Files.readAllBytes(first));

        Path out = Files.createDirectory(directory.resolve("out"));
        Path second = Files.write(directory.resolve("second.tar"), write(told::tell));
        run("tar", "-x", "-p", "-C", out.toString(), "-f", second.toString());
        Path third = directory.resolve("third.tar");
        run("tar", "--format=posix", "-c", "-C", out.toString(), "-f", third.toString(), ".");

        assertThat(told.lines()).containsKeys("", "file ü", "link", "l".repeat(200));
        assertThat(told.lines().get("file ü")).startsWith("file 750");
        assertThat(read(Files.readAllBytes(third)).lines()).isEqualTo(told.lines());
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).inheritIO().start();
        assertThat(process.waitFor()).isZero();
    }

    private static void assertReadsOrRefuses(byte[] damaged) throws IOException {
        try {
            TarTreeReader.read(new ByteArrayInputStream(damaged), new Nowhere());
        } catch (PakitException.Invalid expected) {
            assertThat(expected).hasMessageContaining("tar");
        }
    }

    private static void refuses(String name, byte kind, String message) {
        assertThatThrownBy(() -> read(archive(tar -> add(tar, name, kind, ""))))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(message);
    }

    private interface Filling {
        void fill(TarArchiveOutputStream tar) throws IOException;
    }

    private static byte[] archive(Filling filling) throws IOException {
        var out = new ByteArrayOutputStream();
        try (var tar = new TarArchiveOutputStream(out)) {
            filling.fill(tar);
        }
        return out.toByteArray();
    }

    private static void add(TarArchiveOutputStream tar, String name, byte kind, String content) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, kind);
        entry.setLinkName(kind == TarConstants.LF_LINK ? "target" : "");
        entry.setSize(content.length());
        tar.putArchiveEntry(entry);
        tar.write(content.getBytes(StandardCharsets.US_ASCII));
        tar.closeArchiveEntry();
    }

    private static void addAt(TarArchiveOutputStream tar, long millis) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("a");
        entry.setModTime(millis);
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    private static void addTop(TarArchiveOutputStream tar) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry("top");
        entry.addPaxHeader(Pax.TOP, "1");
        tar.putArchiveEntry(entry);
        tar.closeArchiveEntry();
    }

    /// One bare header record, its checksum right.
    private static byte[] header(char type, String octalSize) {
        byte[] record = new byte[512];
        put(record, 0, "h");
        put(record, 124, octalSize);
        put(record, 148, "        ");
        record[156] = (byte) type;
        put(record, 257, "ustar\00000");
        int sum = 0;
        for (byte b : record) {
            sum += b & 0xff;
        }
        put(record, 148, String.format(java.util.Locale.ROOT, "%06o\0 ", sum));
        return record;
    }

    private static void put(byte[] record, int at, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(ascii, 0, record, at, ascii.length);
    }

    private interface Telling {
        void tell(TreeSink sink) throws IOException;
    }

    private static byte[] write(Telling telling) throws IOException {
        var out = new ByteArrayOutputStream();
        TarTreeWriter writer = new TarTreeWriter(out, "top");
        telling.tell(writer);
        writer.finish();
        return out.toByteArray();
    }

    private static ToldTree read(byte[] tar) throws IOException {
        ToldTree tree = new ToldTree();
        TarTreeReader.read(new ByteArrayInputStream(tar), tree);
        return tree;
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /// Takes anything, reads all content.
    private static final class Nowhere implements TreeSink {
        @Override
        public void directory(String path, Attributes attributes) {}

        @Override
        public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
            content.transferTo(OutputStream.nullOutputStream());
        }

        @Override
        public void symlink(String path, String target) {}
    }

    /// Keeps the beginning of what is written.
    private static final class FirstBytes extends OutputStream {
        private final byte[] first;
        private int count;

        FirstBytes(int size) {
            first = new byte[size];
        }

        @Override
        public void write(int b) {
            if (count < first.length) {
                first[count++] = (byte) b;
            }
        }

        String text() {
            return new String(first, 0, count, StandardCharsets.US_ASCII);
        }
    }
}
