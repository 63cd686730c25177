package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;

class FileTreeRestorerTest {
    private static final WalkOptions EVERYTHING =
            new WalkOptions(WalkOptions.Unreadable.REFUSED, WalkOptions.Times.KEPT, Set.of());
    private static final WalkListener DEAF = new WalkListener() {
        @Override
        public void read(long bytes) {}

        @Override
        public void skipped(Skipped skipped) {}
    };

    @TempDir
    Path work;

    @AutoClose
    private final Workers workers = new Workers(2);

    private Path target;
    private Path outside;

    @BeforeEach
    void makeAPlaceOutside() throws IOException {
        target = work.resolve("target");
        outside = Files.createDirectory(work.resolve("outside"));
        Files.writeString(outside.resolve("precious"), "precious");
    }

    private FileTreeRestorer restorer(FileTreeRestorer.Existing existing) {
        return new FileTreeRestorer(target, existing, workers, bytes -> {});
    }

    private FileTreeRestorer restorer() {
        return restorer(FileTreeRestorer.Existing.REFUSED);
    }

    private static void file(TreeSink sink, String path, String content) throws IOException {
        byte[] bytes = Utf8Bytes.of(content);
        sink.file(path, Attributes.FILE, bytes.length, new ByteArrayInputStream(bytes));
    }

    private static int mode(Path path) throws IOException {
        return (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & 07777;
    }

    private static long entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.count();
        }
    }

    private void assertNothingHappenedOutside() throws IOException {
        assertThat(outside.resolve("precious")).hasContent("precious");
        assertThat(entries(outside)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void treeOnDiskComesBackAsItWasTold(long seed) throws IOException {
        RecordedTree told = new RecordedTree();
        RandomTree.tell(seed, told);
        try (FileTreeRestorer restorer = restorer()) {
            RandomTree.tell(seed, restorer);
        }
        RecordedTree walked = new RecordedTree();
        new FileTreeWalker(EVERYTHING).tell(target, walked, DEAF);
        assertThat(walked.entries.keySet()).isEqualTo(told.entries.keySet());
        told.entries.forEach((path, entry) -> assertThat(
                        entry.contains("Z") ? walked.entries.get(path) : withoutTime(walked.entries.get(path)))
                .isEqualTo(entry));
    }

    private static String withoutTime(@Nullable String entry) {
        return String.valueOf(entry).replaceFirst(" [-+]?\\d+-\\d\\d-\\d\\dT[0-9:.]+Z", "");
    }

    @Test
    void readOnlyDirectoriesAreFilledBeforeTheyAreClosed() throws IOException {
        Instant time = Instant.ofEpochSecond(1_000_000_000);
        try (FileTreeRestorer restorer = restorer()) {
            restorer.directory("", Attributes.DIRECTORY);
            restorer.directory("d", new Attributes(02555, Optional.of(time)));
            file(restorer, "d/f", "x");
            restorer.directory("d/e", new Attributes(0500, Optional.empty()));
            assertThat(mode(target.resolve("d"))).isEqualTo(0700);
            file(restorer, "g", "y");
        }
        assertThat(mode(target.resolve("d"))).isEqualTo(02555);
        assertThat(mode(target.resolve("d/e"))).isEqualTo(0500);
        assertThat(Files.getLastModifiedTime(target.resolve("d")).toInstant()).isEqualTo(time);
        Files.setAttribute(target.resolve("d/e"), "unix:mode", 0700);
        Files.setAttribute(target.resolve("d"), "unix:mode", 0700);
    }

    @Test
    void fileIsCreatedThroughNoSymlinkThatTheTreeMade() throws IOException {
        try (FileTreeRestorer restorer = restorer(FileTreeRestorer.Existing.REPLACED)) {
            restorer.directory("", Attributes.DIRECTORY);
            restorer.symlink("l", outside.toString());
            assertThatThrownBy(() -> file(restorer, "l/precious", "gone")).isInstanceOf(PakitException.Invalid.class);
            assertThatThrownBy(() -> restorer.directory("l", Attributes.DIRECTORY))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("no directory");
            assertThatThrownBy(() -> file(restorer, "l/precious", "gone")).isInstanceOf(PakitException.Invalid.class);
            file(restorer, "l", "a file now");
        }
        assertThat(target.resolve("l")).hasContent("a file now");
        assertNothingHappenedOutside();
    }

    @Test
    void symlinkThatStoodThereIsReplacedAndNotFollowed() throws IOException {
        Files.createDirectory(target);
        Files.createSymbolicLink(target.resolve("f"), outside.resolve("precious"));
        Files.createSymbolicLink(target.resolve("d"), outside);
        try (FileTreeRestorer restorer = restorer(FileTreeRestorer.Existing.REPLACED)) {
            restorer.directory("", Attributes.DIRECTORY);
            file(restorer, "f", "new");
            assertThatThrownBy(() -> restorer.directory("d", Attributes.DIRECTORY))
                    .isInstanceOf(PakitException.Refused.class);
        }
        assertThat(Files.isSymbolicLink(target.resolve("f"))).isFalse();
        assertNothingHappenedOutside();
    }

    @ParameterizedTest
    @ValueSource(strings = {"../outside/x", "/tmp/x", "a/../../x", "..", "a//b"})
    void pathsThatLeaveTheTargetAreInvalid(String path) throws IOException {
        try (FileTreeRestorer restorer = restorer()) {
            restorer.directory("", Attributes.DIRECTORY);
            restorer.directory("a", Attributes.DIRECTORY);
            assertThatThrownBy(() -> file(restorer, path, "x")).isInstanceOf(PakitException.Invalid.class);
            assertThatThrownBy(() -> restorer.symlink(path, "x")).isInstanceOf(PakitException.Invalid.class);
            assertThatThrownBy(() -> restorer.directory(path, Attributes.DIRECTORY))
                    .isInstanceOf(PakitException.Invalid.class);
        }
        assertNothingHappenedOutside();
        assertThat(entries(target)).isEqualTo(1);
    }

    @Test
    void whatExistsIsRefusedUnlessToldOtherwise() throws IOException {
        Files.createDirectories(target.resolve("d"));
        Files.writeString(target.resolve("f"), "old");
        try (FileTreeRestorer restorer = restorer()) {
            restorer.directory("", Attributes.DIRECTORY);
            assertThatThrownBy(() -> file(restorer, "f", "new"))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining(target.resolve("f").toString());
            assertThatThrownBy(() -> restorer.symlink("f", "x")).isInstanceOf(PakitException.Refused.class);
        }
        assertThat(target.resolve("f")).hasContent("old");
        try (FileTreeRestorer restorer = restorer(FileTreeRestorer.Existing.REPLACED)) {
            restorer.directory("", Attributes.DIRECTORY);
            restorer.symlink("f", "elsewhere");
            assertThatThrownBy(() -> file(restorer, "d", "new"))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("is a directory");
            restorer.directory("d", new Attributes(0700, Optional.empty()));
            file(restorer, "d/f", "x");
        }
        assertThat(Files.readSymbolicLink(target.resolve("f"))).hasToString("elsewhere");
        assertThat(target.resolve("d/f")).hasContent("x");
    }

    @Test
    void fileIsThereWholeOrNotAtAll() throws IOException {
        IOException failure = new IOException("gone");
        InputStream content = new SequenceInputStream(new ByteArrayInputStream(new byte[300_000]), failing(failure));
        try (FileTreeRestorer restorer = restorer()) {
            restorer.directory("", Attributes.DIRECTORY);
            assertThatThrownBy(() -> restorer.file("f", Attributes.FILE, 400_000, content))
                    .isSameAs(failure);
            InputStream shorter = new ByteArrayInputStream(new byte[2]);
            assertThatThrownBy(() -> restorer.file("g", Attributes.FILE, 3, shorter))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("'g' has only 2 of the 3 bytes");
            assertThatThrownBy(() -> restorer.file("h", Attributes.FILE, 3, endless()))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("'h' has more than the 3 bytes");
        }
        assertThat(entries(target)).isZero();
    }

    private static InputStream failing(IOException failure) {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
    }

    private static InputStream endless() {
        return new InputStream() {
            @Override
            public int read() {
                return 1;
            }
        };
    }

    @Test
    void fileAndSymlinkMayBeTheTop() throws IOException {
        try (FileTreeRestorer restorer = restorer()) {
            file(restorer, "", "x");
        }
        assertThat(target).hasContent("x");
        try (FileTreeRestorer restorer = restorer(FileTreeRestorer.Existing.REPLACED)) {
            restorer.symlink("", "x");
        }
        assertThat(Files.isSymbolicLink(target)).isTrue();
    }

    @Test
    void failureOfAWorkerIsThrownOnceAtTheLatestByClosing() throws IOException {
        FileTreeRestorer restorer = restorer();
        restorer.directory("", Attributes.DIRECTORY);
        Files.delete(target);
        assertThatThrownBy(() -> {
                    file(restorer, "a", "x");
                    restorer.close();
                })
                .isInstanceOf(IOException.class)
                .hasMessageContaining("target");
        assertThat(target).doesNotExist();
    }

    @Test
    void manyFilesAreThereAndReadOnlyDirectoriesClosedWhenClosingReturns() throws IOException {
        Instant time = Instant.parse("2020-01-02T03:04:05Z");
        Attributes closed = new Attributes(0555, Optional.of(time));
        try (FileTreeRestorer restorer = restorer()) {
            restorer.directory("", closed);
            for (int i = 0; i < 20; i++) {
                restorer.directory("d" + i, closed);
                restorer.directory("d" + i + "/e", closed);
                for (int j = 0; j < 20; j++) {
                    file(restorer, "d" + i + "/e/" + j, "content " + i + " " + j);
                }
            }
        }
        for (int i = 0; i < 20; i++) {
            Path directory = target.resolve("d" + i);
            assertThat(entries(directory.resolve("e"))).isEqualTo(20);
            assertThat(directory.resolve("e/7")).hasContent("content " + i + " 7");
            for (Path here : List.of(directory, directory.resolve("e"))) {
                assertThat(mode(here)).isEqualTo(0555);
                assertThat(Files.getLastModifiedTime(here).toInstant()).isEqualTo(time);
            }
        }
    }
}
