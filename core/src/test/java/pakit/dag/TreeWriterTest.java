package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.error.PakitException;

class TreeWriterTest {
    private static final String EMPTY_FILE = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";

    private final MemoryBlocks blocks = new MemoryBlocks();

    @AutoClose
    private final Workers workers = new Workers(2);

    private TreeWriter writer() {
        return new TreeWriter(blocks::store, ChunkSizes.DEFAULT, workers);
    }

    private static void file(TreeSink sink, String path, byte[] content) throws IOException {
        sink.file(path, Attributes.FILE, content.length, new ByteArrayInputStream(content));
    }

    @Test
    void fileAloneIsATree() throws IOException {
        try (TreeWriter writer = writer()) {
            file(writer, "", Utf8Bytes.of("hello world"));
            assertThat(writer.finish())
                    .isEqualTo(new StoredTree(
                            BlockId.parse("bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e"),
                            11,
                            1,
                            0,
                            12,
                            1));
        }
    }

    @Test
    void emptyFileIsTheEmptyRawBlockUnlessItHasAttributes() throws IOException {
        try (TreeWriter writer = writer()) {
            writer.directory("", Attributes.DIRECTORY);
            file(writer, "a", new byte[0]);
            Attributes readOnly = new Attributes(0444, Optional.empty());
            writer.file("b", readOnly, 0, InputStream.nullInputStream());
            TreeReader reader = blocks.reader();
            BlockId root = writer.finish().root();
            assertThat(reader.resolve(root, "a").id()).isEqualTo(BlockId.parse(EMPTY_FILE));
            TreeEntry b = reader.resolve(root, "b");
            assertThat(b.attributes()).isEqualTo(readOnly);
            assertThat(b.bytes()).isZero();
            assertThat(TreeReader.links(blocks.read(b.id()))).isEmpty();
        }
    }

    @Test
    void contentHasOneBlockWhateverTheMode() throws IOException {
        try (TreeWriter writer = writer()) {
            writer.directory("", Attributes.DIRECTORY);
            file(writer, "a", new byte[] {1, 2});
            Attributes executable = new Attributes(0755, Optional.empty());
            writer.file("b", executable, 2, new ByteArrayInputStream(new byte[] {1, 2}));
            BlockId root = writer.finish().root();
            TreeReader reader = blocks.reader();
            TreeEntry b = reader.resolve(root, "b");
            assertThat(TreeReader.links(blocks.read(b.id())))
                    .containsExactly(reader.resolve(root, "a").id());
        }
    }

    @Test
    void orderOfEntriesDoesNotMatter() throws IOException {
        List<String> names = new ArrayList<>(List.of("a", "b", "ą", "𝄞", "\uFFFD", "a.b", "aa"));
        List<BlockId> roots = new ArrayList<>();
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(names, new Random(seed));
            try (TreeWriter writer = writer()) {
                writer.directory("", Attributes.DIRECTORY);
                for (String name : names) {
                    writer.directory(name, Attributes.DIRECTORY);
                    file(writer, name + "/f", Utf8Bytes.of(name));
                }
                roots.add(writer.finish().root());
            }
        }
        assertThat(roots).containsOnly(roots.getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a", "a/", "a//b", ".", "..", "a/../b", "../a", "./a", "a\0b", "\uD834"})
    void pathsThatCouldEscapeAreInvalid(String path) throws IOException {
        try (TreeWriter writer = writer()) {
            writer.directory("", Attributes.DIRECTORY);
            writer.directory("a", Attributes.DIRECTORY);
            assertThatThrownBy(() -> writer.symlink(path, "x")).isInstanceOf(PakitException.Invalid.class);
        }
    }

    @Test
    void entriesOutOfOrderAreInvalid() throws IOException {
        try (TreeWriter writer = writer()) {
            assertThatThrownBy(() -> writer.symlink("a", "x"))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("the top of the tree was not open");
            assertThatThrownBy(writer::finish).isInstanceOf(PakitException.Invalid.class);
            writer.directory("", Attributes.DIRECTORY);
            writer.directory("a", Attributes.DIRECTORY);
            writer.directory("b", Attributes.DIRECTORY);
            assertThatThrownBy(() -> writer.symlink("a/x", "x"))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("'a/x'")
                    .hasMessageContaining("'a' was not open");
            assertThatThrownBy(() -> writer.symlink("c/x", "x")).isInstanceOf(PakitException.Invalid.class);
        }
    }

    @Test
    void whatComesTwiceIsInvalid() throws IOException {
        try (TreeWriter writer = writer()) {
            writer.directory("", Attributes.DIRECTORY);
            writer.symlink("a", "x");
            writer.directory("b", Attributes.DIRECTORY);
            assertThatThrownBy(() -> file(writer, "a", new byte[1]))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("'a' comes twice");
            assertThatThrownBy(() -> writer.directory("b", Attributes.DIRECTORY))
                    .isInstanceOf(PakitException.Invalid.class);
            assertThatThrownBy(() -> writer.directory("", Attributes.DIRECTORY))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("second top");
        }
    }

    @Test
    void fileOfAnotherSizeIsInvalidAndLeavesNothing() throws IOException {
        try (TreeWriter writer = writer()) {
            writer.directory("", Attributes.DIRECTORY);
            assertThatThrownBy(() -> writer.file("a", Attributes.FILE, 3, new ByteArrayInputStream(new byte[] {1, 2})))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("'a'")
                    .hasMessageContaining("has only 2 of the 3 bytes announced");
            assertThatThrownBy(() -> writer.file("a", Attributes.FILE, 1, new ByteArrayInputStream(new byte[] {1, 2})))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("has more than the 1 bytes announced");
            StoredTree tree = writer.finish();
            assertThat(blocks.reader().list(tree.root())).isEmpty();
            assertThat(tree.plainBytes()).isZero();
        }
    }

    @Test
    void failedContentComesThroughAndTheTreeGoesOn() throws IOException {
        IOException failure = new IOException("gone");
        InputStream content = new InputStream() {
            @Override
            public int read() throws IOException {
                throw failure;
            }
        };
        try (TreeWriter writer = writer()) {
            writer.directory("", Attributes.DIRECTORY);
            assertThatThrownBy(() -> writer.file("a", Attributes.FILE, 3, content))
                    .isSameAs(failure);
            file(writer, "a", new byte[] {1});
            assertThat(blocks.reader().list(writer.finish().root())).hasSize(1);
        }
    }

    @Test
    void whatNobodyDeclaresToThrowIsThrownToo() throws IOException {
        TreeWriter writer = new TreeWriter(
                block -> {
                    throw TreeWriterTest.<RuntimeException>unchecked(new IOException("undeclared"));
                },
                ChunkSizes.DEFAULT,
                workers);
        try (writer) {
            file(writer, "", new byte[] {1});
            assertThatThrownBy(writer::finish).hasStackTraceContaining("undeclared");
        }
    }

    /// What other languages of the JVM do all the time.
    @SuppressWarnings("unchecked")
    static <E extends Exception> E unchecked(Exception failure) throws E {
        throw (E) failure;
    }

    @Test
    void failureOfTheStoreIsThrown() throws IOException {
        PakitException full = new PakitException.Unavailable("the disk is full");
        TreeWriter writer = new TreeWriter(
                block -> {
                    throw full;
                },
                ChunkSizes.DEFAULT,
                workers);
        try (writer) {
            file(writer, "", new byte[] {1});
            assertThatThrownBy(writer::finish).isSameAs(full);
            assertThatThrownBy(writer::finish).isSameAs(full);
        }
    }
}
