package pakit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import pakit.car.CarReader;
import pakit.dag.Attributes;
import pakit.dag.FileTreeRestorer;
import pakit.dag.Workers;
import pakit.error.PakitException;
import pakit.tar.ToldTree;

class LocalTransfersTest {
    @TempDir
    private Path directory;

    private OpenNode open;
    private LocalNode node;

    @BeforeEach
    void open() {
        open = new OpenNode(directory.resolve("home"));
        node = open.node();
    }

    @AfterEach
    void close() {
        open.close();
    }

    private byte[] export(LocalNode from, String path) throws IOException {
        var out = new ByteArrayOutputStream();
        from.transfers().exportCar(path, out);
        return out.toByteArray();
    }

    private Results.Put importInto(LocalNode to, byte[] car, String name) throws IOException {
        return to.transfers().importCar(new ByteArrayInputStream(car), PutOrder.named(Optional.of(name)));
    }

    private static byte[] file(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(CarReader.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        }
    }

    /// More trees: `-Dpakit.test.travels=200`.
    static LongStream seeds() {
        return LongStream.range(11, 11 + Integer.getInteger("pakit.test.travels", 3));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void treesTravelFromHomeToHome(long seed) throws IOException {
        ToldTree tree = ToldTree.random(seed, 200);
        String id = node.put(tree::tell, Optional.of("t")).roots().getFirst().id();
        byte[] car = export(node, "t");
        assertThat(export(node, id)).isEqualTo(car);
        try (OpenNode other = new OpenNode(directory.resolve("other"))) {
            Results.Put put = importInto(other.node(), car, "copy");

            assertThat(put.roots()).singleElement().isEqualTo(new Results.PutRoot("copy", id, bytes(node)));
            assertThat(put.blocks().newBlocks()).isPositive();
            ToldTree back = new ToldTree();
            other.node().get("copy", back);
            assertThat(back.lines()).isEqualTo(tree.lines());
            assertThat(export(other.node(), "copy")).isEqualTo(car);
            assertThat(importInto(other.node(), car, "again").blocks().newBlocks())
                    .isZero();
            assertThat(other.node().gc().removedBlocks()).isZero();
            other.node().diff("copy", "again", change -> assertThat(change).isNull());
            other.node().put(ToldTree.random(-seed, 50)::tell, Optional.of("other"));
            other.node().remove("other");
            assertThat(other.node().gc().removedBlocks()).isPositive();
            assertThat(export(other.node(), "copy")).isEqualTo(car);
            assertThat(other.node().verify().problems()).isEmpty();
        }
    }

    private static long bytes(LocalNode node) {
        return node.roots().getFirst().bytes();
    }

    /// What is below a root travels alone; a root may also be one leaf.
    @Test
    void partsTravelToo() throws IOException {
        node.put(
                sink -> {
                    sink.directory("", Attributes.DIRECTORY);
                    sink.file("leaf", Attributes.FILE, 3, new ByteArrayInputStream(new byte[3]));
                },
                Optional.of("t"));
        byte[] car = export(node, "t/leaf");
        Results.Put put = importInto(node, car, "leaf");
        assertThat(put.roots().getFirst().bytes()).isEqualTo(3);
        assertThat(node.list("t").getFirst().id())
                .isEqualTo(put.roots().getFirst().id());
    }

    @Test
    void filesOfOtherToolsAreReadable() throws IOException {
        importInto(node, file("ipfs-car.car"), "theirs");
        assertThat(node.list("theirs")).extracting(Results.Entry::name).containsExactly("hello.txt", "sub");
        assertThat(cat("theirs/sub/second.txt")).isEqualTo("a second file, two levels down\n");
        assertThat(node.roots().getFirst().bytes()).isEqualTo(12 + 31);
        assertThat(export(node, "theirs")).isEqualTo(file("depth-first.car"));

        Results.Put old = importInto(node, file("old-and-inline.car"), "old");
        assertThat(old.roots()).extracting(Results.PutRoot::path).containsExactly("old-1", "old-2", "old-3");
        assertThat(cat("old-1/inline.txt")).isEqualTo("held by its link\n");
        assertThat(cat("old-1/old.txt")).isEqualTo("an old file\n");
        assertThat(cat("old-2")).isEqualTo("a root that is one leaf\n");
        assertThat(cat("old-3")).isEqualTo("a root that is no hash\n");
        assertThat(old.roots()).extracting(Results.PutRoot::bytes).containsExactly(17L + 12, 24L, 23L);
        node.gc();
        assertThat(node.verify().problems()).isEmpty();
        assertThat(cat("old-1/inline.txt")).isEqualTo("held by its link\n");
    }

    private String cat(String path) throws IOException {
        var out = new ByteArrayOutputStream();
        node.cat(path, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsNotCompleteGetsNoRoot() throws IOException {
        byte[] car = file("depth-first.car");
        assertThatThrownBy(() -> importInto(node, firstSections(car, 2), "x"))
                .isInstanceOf(PakitException.Refused.class)
                .hasMessageContaining("is not complete: block bafkrei");
        assertThat(node.roots()).isEmpty();
        node.gc();
        assertThat(node.stats().blocks()).isZero();
    }

    private static byte[] firstSections(byte[] car, int count) {
        var in = java.nio.ByteBuffer.wrap(car);
        for (int i = 0; i < count; i++) {
            in.position((int) (pakit.block.Varint.read(in) + in.position()));
        }
        return Arrays.copyOf(car, in.position());
    }

    @Test
    void aStreamOfUnknownLengthIsOneFile() throws IOException {
        byte[] content = new byte[500_000];
        new Random(3).nextBytes(content);
        PutOrder order = PutOrder.named(Optional.of("s"));
        Results.Put streamed = node.transfers().putStream(new ByteArrayInputStream(content), order);
        Results.Put told = node.put(
                sink -> sink.file("", Attributes.FILE, content.length, new ByteArrayInputStream(content)),
                Optional.of("s"));

        assertThat(streamed.roots()).isEqualTo(told.roots());
        assertThat(told.blocks().newBlocks()).isZero();
        Results.Put empty = node.transfers().putStream(InputStream.nullInputStream(), PutOrder.named(Optional.empty()));
        assertThat(empty.roots().getFirst().id())
                .isEqualTo("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
    }

    /// Whatever goes on meanwhile, a backup opens, is sound, and has every root that was acknowledged before it began.
    @Test
    void backupsAreSoundWhilePutsAndCollectionsRun() throws Exception {
        AtomicBoolean done = new AtomicBoolean();
        List<String> acknowledged = new CopyOnWriteArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<?> puts = threads.submit(() -> {
                for (int i = 0; !done.get(); i++) {
                    node.put(ToldTree.random(i, 30)::tell, Optional.of("kept-" + i));
                    acknowledged.add("kept-" + i);
                    node.put(ToldTree.random(-1 - i, 30)::tell, Optional.of("dropped-" + i));
                    node.remove("dropped-" + i);
                }
            });
            Future<?> collections = threads.submit(() -> {
                while (!done.get()) {
                    node.gc();
                }
            });
            try {
                for (int i = 0; i < 4; i++) {
                    List<String> before = List.copyOf(acknowledged);
                    Path copy = directory.resolve("copy-" + i);
                    try (Workers workers = new Workers(2);
                            FileTreeRestorer restorer = new FileTreeRestorer(
                                    copy, FileTreeRestorer.Existing.REFUSED, workers, bytes -> {})) {
                        node.transfers().backup(restorer);
                    }
                    assertSound(copy, before);
                }
            } finally {
                done.set(true);
            }
            puts.get();
            collections.get();
        }
        assertThat(acknowledged).isNotEmpty();
    }

    private static void assertSound(Path copy, List<String> names) {
        try (OpenNode opened = new OpenNode(copy)) {
            assertThat(opened.node().verify().problems()).isEmpty();
            assertThat(opened.node().roots()).extracting(Results.Root::name).containsAll(names);
        }
    }

    @Test
    void aStreamThatBreaksLeavesNoRoot() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        assertThatThrownBy(() -> node.transfers().putStream(broken, PutOrder.named(Optional.empty())))
                .hasMessageContaining("gone");
        assertThatThrownBy(() -> node.transfers().importCar(broken, PutOrder.named(Optional.empty())))
                .hasMessageContaining("gone");
        assertThat(node.roots()).isEmpty();
    }
}
