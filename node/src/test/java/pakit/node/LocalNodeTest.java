package pakit.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.BlockId;
import pakit.dag.Attributes;
import pakit.dag.TreeSink;
import pakit.error.PakitException;
import pakit.tar.ToldTree;

class LocalNodeTest {
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

    @Test
    void aTreeComesBackByIdAndByName() throws IOException {
        ToldTree tree = ToldTree.random(21, 100);
        Results.Put put = node.put(tree::tell, Optional.of("docs"));
        String id = put.roots().getFirst().id();

        assertThat(told(id).lines()).isEqualTo(tree.lines());
        assertThat(told("docs").lines()).isEqualTo(tree.lines());
        assertThat(put.blocks().newBlocks()).isPositive();
        assertThat(node.put(tree::tell, Optional.of("docs")).blocks().newBlocks())
                .isZero();
    }

    @Test
    void pathsReachIntoTrees() throws IOException {
        node.put(LocalNodeTest::small, Optional.of("a/b"));

        assertThat(node.list("a/b").stream().map(Results.Entry::name)).containsExactly("dir", "link");
        assertThat(node.list("a/b/dir/"))
                .containsExactly(new Results.Entry("x", "file", id("hello world"), 11, "0644", null));
        assertThat(node.list("a/b/link"))
                .extracting(Results.Entry::kind, Results.Entry::target)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("symlink", "dir/x"));
        var out = new ByteArrayOutputStream();
        node.cat("a/b/dir/x", out);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("hello world");
    }

    @Test
    void anAmbiguousNameListsItsRoots() {
        String first = put("one", "x");
        String second = put("two", "x");

        assertThatThrownBy(() -> node.list("x"))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining(first)
                .hasMessageContaining(second);
        assertThat(node.list(first)).hasSize(1);
    }

    @Test
    void whatIsNoRootIsNotFound() {
        assertThatThrownBy(() -> node.list("nowhere"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("'nowhere'");
        assertThatThrownBy(() -> node.get(id("never stored"), new ToldTree()))
                .isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> node.remove(id("never stored"))).isInstanceOf(PakitException.NotFound.class);
        assertThatThrownBy(() -> node.stat(id("never stored"))).isInstanceOf(PakitException.NotFound.class);
    }

    @Test
    void aBadNameIsRefusedBeforeTheTreeIsRead() {
        assertThatThrownBy(() -> node.put(
                        sink -> {
                            throw new AssertionError("the tree was read");
                        },
                        Optional.of(" ")))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("name");
    }

    @Test
    void aSourceThatFailsLeavesNoRoot() {
        assertThatThrownBy(() -> node.put(
                        sink -> {
                            small(sink);
                            throw new IOException("gone");
                        },
                        Optional.empty()))
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessage("the tree cannot be read: gone");
        assertThat(node.roots()).isEmpty();
    }

    @Test
    void whatIsRemovedIsCollected() {
        String kept = put("kept", "kept");
        String removed = put("removed", "removed");

        node.remove("removed");
        Results.Gc gc = node.gc();

        assertThat(gc.removedBlocks()).isPositive();
        assertThat(gc.missingBlocks()).isZero();
        assertThat(node.roots()).extracting(Results.Root::id).containsExactly(kept);
        assertThatThrownBy(() -> node.stat(removed)).isInstanceOf(PakitException.NotFound.class);
        assertThat(node.verify().problems()).isEmpty();
    }

    @Test
    void removingAnIdForgetsAllItsNames() {
        String id = put("same", "first");
        assertThat(put("same", "second")).isEqualTo(id);

        node.remove("second");
        assertThat(node.roots()).extracting(Results.Root::name).containsExactly("first");
        node.remove(id);
        assertThat(node.roots()).isEmpty();
    }

    @Test
    void blocksSayHowTheyAreStored() {
        node.put(LocalNodeTest::small, Optional.of("t"));
        String directory = node.list("t").getFirst().id();

        Results.Stat leaf = node.stat(id("hello world"));
        assertThat(leaf)
                .isEqualTo(new Results.Stat(leaf.id(), "raw", 11, leaf.storedBytes(), "none", 0, null, List.of()));
        assertThat(node.stat(directory).kind()).isEqualTo("dag-pb");
        assertThat(node.stat(directory).links()).hasSize(1);
        assertThat(node.block(leaf.id()).bytes()).isEqualTo("hello world".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void aVersionOfAFileIsADeltaOfTheOneBefore() {
        String first = noise(7, 6000);
        String second = first.substring(0, 3000) + "changed" + first.substring(3000);
        put(first, "first");
        put(second, "second");

        Results.Stat delta = node.stat(id(second));
        assertThat(delta.base()).isEqualTo(id(first));
        assertThat(delta.depth()).isEqualTo(1);
        assertThat(delta.storedBytes()).isLessThan(200);
        assertThat(node.stats().deltas()).isEqualTo(new Results.Share(1, 6007, delta.storedBytes()));
        assertThat(node.stats().storedBytesByDepth()).containsEntry(1, (long) delta.storedBytes());

        node.remove("first");
        node.gc();
        assertThat(node.verify().problems()).isEmpty();
        assertThat(node.block(id(second)).bytes()).isEqualTo(second.getBytes(StandardCharsets.US_ASCII));
    }

    private static String noise(long seed, int size) {
        StringBuilder text = new StringBuilder();
        new Random(seed).ints(size, ' ', '~').forEach(character -> text.append((char) character));
        return text.toString();
    }

    @Test
    void damageIsFound() throws IOException {
        put("damaged", "t");
        BlockId leaf = BlockId.parse(id("damaged"));
        byte[] record = open.home().blocks().get(leaf).orElseThrow();
        open.home().blocks().delete(leaf);
        record[record.length - 1] ^= 1;
        open.home().blocks().put(leaf, record);

        assertThat(node.verify().problems()).extracting(Results.Problem::id).contains(leaf.toString());
        assertThatThrownBy(() -> node.get("t", new ToldTree()))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(leaf.toString());
    }

    @Test
    void pathsThatNeedWhatIsLostAreNamedAndPuttingThemAgainHealsAll() throws IOException {
        ToldTree tree = ToldTree.random(22, 150);
        node.put(tree::tell, Optional.of("tree"));
        node.put(LocalNodeTest::small, Optional.of("small"));
        BlockId leaf = BlockId.parse(id("hello world"));
        open.home().blocks().delete(leaf);

        Results.Verify found = node.verify();
        assertThat(found.affected())
                .containsExactly(
                        new Results.Affected(found.affected().getFirst().root(), "small", "dir/x", leaf.toString()));
        assertThat(found.droppedBlocks()).isNull();
        assertThat(node.repair(1000, bytes -> {}).affected()).isEqualTo(found.affected());
        assertThat(told("tree").lines()).isEqualTo(tree.lines());

        node.put(LocalNodeTest::small, Optional.of("small"));
        assertThat(node.verify().problems()).isEmpty();
        assertThat(node.verify().affected()).isEmpty();
    }

    @Test
    void aLostDirectoryIsNamedForAllThatWasInIt() {
        node.put(LocalNodeTest::small, Optional.of("small"));
        BlockId directory = BlockId.parse(node.list("small").getFirst().id());
        open.home().blocks().delete(directory);

        Results.Verify none = node.verify(new VerifyOrder(100, 0), bytes -> {});
        assertThat(none.affected()).isEmpty();
        assertThat(none.furtherAffected()).isEqualTo(1);
        assertThat(none.furtherProblems()).isEqualTo(1);
        assertThat(node.repair(1000, bytes -> {}).affected())
                .extracting(Results.Affected::path)
                .containsExactly("dir");
    }

    @Test
    void aSampleReadsAShareOfTheBlocks() {
        ToldTree tree = ToldTree.random(23, 400);
        node.put(tree::tell, Optional.of("tree"));
        long all = node.verify().checkedBlocks();
        assertThat(node.verify(new VerifyOrder(50, 10), bytes -> {}).checkedBlocks())
                .isBetween(all / 4, all * 3 / 4);
        assertThatThrownBy(() -> node.verify(new VerifyOrder(0, 10), bytes -> {}))
                .isInstanceOf(PakitException.Invalid.class);
    }

    @Test
    void aNewIndexLetsNewVersionsFindTheirBase() {
        String first = noise(8, 6000);
        put(first, "first");
        assertThat(node.reindex(bytes -> {})).isEqualTo(new Results.Reindex(1, 0, 0));
        String second = first.substring(0, 3000) + "changed" + first.substring(3000);
        put(second, "second");
        assertThat(node.stat(id(second)).base()).isEqualTo(id(first));
    }

    @Test
    void figuresAddUp() {
        put("a".repeat(1000), "one");
        put("a".repeat(1000), "two");

        Results.Stats stats = node.stats();
        assertThat(stats.roots()).isEqualTo(2);
        assertThat(stats.logicalBytes()).isEqualTo(2000);
        assertThat(stats.storedBytes()).isLessThan(stats.uniqueBytes());
        assertThat(stats.storedBytesByCodec().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(stats.storedBytes());
    }

    @Test
    void modelsAreRegisteredSwappedAndRolledBack() throws IOException {
        Path artifact = directory.resolve("artifact");
        SteadyModels.artifact("3.0.0").write(artifact);

        Results.Model registered = node.models().register("steady", "3.1.0", artifact, Map.of("ticket", "7"));
        assertThat(registered.versions())
                .extracting(Results.Version::version)
                .containsExactly("3.1.0", "2.0.0", "1.0.0");
        assertThat(registered.versions().getFirst().metadata()).containsEntry("ticket", "7");
        assertThat(registered.live()).extracting("version").isEqualTo("1.0.0");

        assertThat(node.models()
                        .swap("steady", new SwapOrder("3.1.0", "better"))
                        .live())
                .extracting("version")
                .isEqualTo("3.1.0");
        assertThat(node.models().rollback("steady", "").live())
                .extracting("version")
                .isEqualTo("1.0.0");
        assertThat(node.models().history("steady").history())
                .extracting(Results.HistoryEntry::version, Results.HistoryEntry::kind, Results.HistoryEntry::actor)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1.0.0", "activate", "install"),
                        org.assertj.core.groups.Tuple.tuple("3.1.0", "activate", "http"),
                        org.assertj.core.groups.Tuple.tuple("1.0.0", "rollback", "http"));
        assertThat(node.models().list().models()).containsExactly(new Results.ModelSummary("steady", "1.0.0", 3, true));
    }

    @Test
    void anArtifactOfAnotherModelIsRefused() throws IOException {
        Path artifact = directory.resolve("artifact");
        SteadyModels.artifact("3.0.0").write(artifact);

        assertThatThrownBy(() -> node.models().register("other", "3.0.0", artifact, Map.of()))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessage("the artifact is of model steady, expected other");
        assertThat(Files.exists(directory.resolve("home/models/other"))).isFalse();
    }

    private ToldTree told(String path) throws IOException {
        ToldTree tree = new ToldTree();
        node.get(path, tree);
        return tree;
    }

    private String put(String content, String name) {
        byte[] bytes = content.getBytes(StandardCharsets.US_ASCII);
        return node.put(
                        sink -> {
                            sink.directory("", Attributes.DIRECTORY);
                            sink.file("f", Attributes.FILE, bytes.length, new ByteArrayInputStream(bytes));
                        },
                        Optional.of(name))
                .roots()
                .getFirst()
                .id();
    }

    private static void small(TreeSink sink) throws IOException {
        byte[] bytes = "hello world".getBytes(StandardCharsets.US_ASCII);
        sink.directory("", Attributes.DIRECTORY);
        sink.symlink("link", "dir/x");
        sink.directory("dir", Attributes.DIRECTORY);
        sink.file("dir/x", Attributes.FILE, bytes.length, new ByteArrayInputStream(bytes));
    }

    private static String id(String content) {
        return BlockId.of(BlockId.Kind.RAW, content.getBytes(StandardCharsets.US_ASCII))
                .toString();
    }
}
