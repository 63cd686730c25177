package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;

class FileTreeWalkerTest {
    @TempDir
    Path top;

    private final RecordedTree recorded = new RecordedTree();
    private final Heard heard = new Heard();

    private static final class Heard implements WalkListener {
        final List<Skipped> skipped = new ArrayList<>();
        long bytes;

        @Override
        public void read(long count) {
            bytes += count;
        }

        @Override
        public void skipped(Skipped what) {
            skipped.add(what);
        }
    }

    /// Passes a tree on, and does something in the middle of each file.
    private record Meddling(TreeSink sink, Runnable meddling) implements TreeSink {
        @Override
        public void directory(String path, Attributes attributes) throws IOException {
            sink.directory(path, attributes);
        }

        @Override
        public void file(String path, Attributes attributes, long sizeBytes, InputStream content) throws IOException {
            content.skipNBytes(1);
            meddling.run();
            content.readAllBytes();
            sink.file(path, attributes, 0, InputStream.nullInputStream());
        }

        @Override
        public void symlink(String path, String target) throws IOException {
            sink.symlink(path, target);
        }
    }

    private void tell(WalkOptions options) throws IOException {
        new FileTreeWalker(options).tell(top, recorded, heard);
    }

    private static WalkOptions strict() {
        return new WalkOptions(WalkOptions.Unreadable.REFUSED, WalkOptions.Times.DROPPED, Set.of());
    }

    @Test
    void everyKindOfEntryIsToldWithItsMode() throws IOException {
        Files.createDirectory(top.resolve("d"));
        Files.writeString(top.resolve("d/f"), "a");
        Files.writeString(top.resolve("ą"), "");
        Files.createSymbolicLink(top.resolve("l"), Path.of("/nowhere//x"));
        Files.setAttribute(top.resolve("d/f"), "unix:mode", 04711);
        Files.setPosixFilePermissions(top.resolve("d"), PosixFilePermissions.fromString("rwx--x---"));
        Files.setPosixFilePermissions(top, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.setPosixFilePermissions(top.resolve("ą"), PosixFilePermissions.fromString("rw-r--r--"));
        tell(strict());
        assertThat(recorded.entries)
                .containsEntry("", "directory 755")
                .containsEntry("d", "directory 710")
                .containsEntry("d/f", "file 4711 1 61")
                .containsEntry("l", "symlink /nowhere/x")
                .containsEntry("ą", "file 644 0 ")
                .hasSize(5);
        assertThat(heard.bytes).isEqualTo(1);
        assertThat(new FileTreeWalker(strict()).scan(top)).isEqualTo(new FileTreeWalker.Totals(5, 1));
    }

    @Test
    void topMayBeAFileOrASymlink() throws IOException {
        Path file = Files.writeString(top.resolve("f"), "a");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Path link = Files.createSymbolicLink(top.resolve("l"), Path.of("f"));
        FileTreeWalker walker = new FileTreeWalker(strict());
        walker.tell(file, recorded, heard);
        assertThat(recorded.entries).containsExactlyEntriesOf(java.util.Map.of("", "file 644 1 61"));
        walker.tell(link, recorded, heard);
        assertThat(recorded.entries).containsExactlyEntriesOf(java.util.Map.of("", "symlink f"));
        assertThatThrownBy(() -> walker.tell(top.resolve("none"), recorded, heard))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("none");
    }

    @Test
    void timesAreToldOnlyWhereAsked() throws IOException {
        Instant time = Instant.ofEpochSecond(1_600_000_000, 123_456_789);
        Path file = Files.writeString(top.resolve("f"), "a");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        Files.setLastModifiedTime(file, FileTime.from(time));
        tell(new WalkOptions(WalkOptions.Unreadable.REFUSED, WalkOptions.Times.KEPT, Set.of()));
        assertThat(recorded.entries.get("f")).isEqualTo("file 644 " + time + " 1 61");
    }

    @Test
    void specialFilesAreReportedAndTheRestGoesOn() throws IOException {
        Files.writeString(top.resolve("f"), "a");
        Path socket = top.resolve("e");
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(socket));
            tell(WalkOptions.DEFAULT);
            assertThat(heard.skipped)
                    .containsExactly(
                            new WalkListener.Skipped(socket.toString(), "neither file, directory nor symlink"));
            assertThat(recorded.entries).containsOnlyKeys("", "f");
            assertThatThrownBy(() -> tell(strict()))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining(socket.toString());
        }
    }

    @Test
    void namesThatAreNotTextAreReported() throws IOException {
        Path odd = Path.of(URI.create("file://" + top + "/a%FF"));
        Files.writeString(odd, "x");
        Files.createSymbolicLink(top.resolve("l"), odd);
        Files.writeString(top.resolve("\uFFFD"), "x");
        tell(WalkOptions.DEFAULT);
        assertThat(heard.skipped)
                .hasSize(2)
                .allSatisfy(skipped -> assertThat(skipped.reason()).contains("not UTF-8"));
        assertThat(recorded.entries).containsOnlyKeys("", "\uFFFD");
    }

    @Test
    void fileThatGrowsOrShrinksIsReportedAndTheRestGoesOn() throws IOException {
        String content = "abcd".repeat(500_000);
        Path file = Files.writeString(top.resolve("f"), content);
        Files.createSymbolicLink(top.resolve("z"), Path.of("f"));
        FileTreeWalker walker = new FileTreeWalker(WalkOptions.DEFAULT);
        walker.tell(top, new Meddling(recorded, () -> overwrite(file, content + "e")), heard);
        overwrite(file, content);
        walker.tell(top, new Meddling(recorded, () -> overwrite(file, "")), heard);
        assertThat(heard.skipped).hasSize(2);
        assertThat(heard.skipped.get(0).path()).isEqualTo(file.toString());
        assertThat(heard.skipped.get(0).reason())
                .contains("changed while it was read: it has more than the 2000000 bytes");
        assertThat(heard.skipped.get(1).reason()).contains("of the 2000000 bytes announced");
        assertThat(recorded.entries).containsOnlyKeys("", "z");
    }

    /// What the kernel makes up on reading has no size beforehand.
    @Test
    void smallFileOfAnotherSizeNeverReachesTheSink() throws IOException {
        Path made = Path.of("/proc/self/status");
        TreeSink sink = new Meddling(recorded, () -> {
            throw new AssertionError("the sink was told");
        });
        FileTreeWalker walker = new FileTreeWalker(WalkOptions.DEFAULT);
        assertThatThrownBy(() -> walker.tell(made, sink, heard))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("has more than the 0 bytes");
    }

    private static void overwrite(Path file, String content) {
        try {
            Files.writeString(file, content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void entryDeletedMeanwhileIsReportedAndTheRestGoesOn() throws IOException {
        Files.writeString(top.resolve("a"), "abc");
        Path gone = Files.writeString(top.resolve("b"), "abc");
        Files.createSymbolicLink(top.resolve("z"), Path.of("f"));
        TreeSink deleting = new Meddling(recorded, gone.toFile()::delete);
        new FileTreeWalker(WalkOptions.DEFAULT).tell(top, deleting, heard);
        assertThat(heard.skipped)
                .containsExactly(new WalkListener.Skipped(gone.toString(), "it was deleted meanwhile"));
        assertThat(recorded.entries).containsOnlyKeys("", "a", "z");
    }

    @Test
    void failureOfTheSinkEndsTheWalk() throws IOException {
        Files.writeString(top.resolve("f"), "abc");
        IOException full = new IOException("no space left");
        TreeSink sink = new Meddling(recorded, () -> {
            throw new java.io.UncheckedIOException(full);
        });
        FileTreeWalker walker = new FileTreeWalker(WalkOptions.DEFAULT);
        assertThatThrownBy(() -> walker.tell(top, sink, heard)).hasCause(full);
        assertThat(heard.skipped).isEmpty();
    }

    @Test
    void excludedDirectoriesAreLeftOutWithoutAWord() throws IOException {
        Path home = Files.createDirectory(top.resolve("home"));
        Files.writeString(home.resolve("f"), "abc");
        Files.writeString(top.resolve("g"), "d");
        WalkOptions options = new WalkOptions(
                WalkOptions.Unreadable.REFUSED, WalkOptions.Times.DROPPED, Set.of(top.resolve("./home")));
        tell(options);
        assertThat(recorded.entries).containsOnlyKeys("", "g");
        assertThat(new FileTreeWalker(options).scan(top)).isEqualTo(new FileTreeWalker.Totals(2, 1));
    }
}
