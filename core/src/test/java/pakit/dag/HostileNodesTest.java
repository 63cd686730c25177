package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.error.PakitException;

/// Blocks whose bytes match their id, and are still not what a tree may hold.
class HostileNodesTest {
    private static final int MUTANTS = 40_000;

    private final MemoryBlocks blocks = new MemoryBlocks();

    private DagLink link(DagNode node, String name) {
        return new DagLink(blocks.add(node), name, 0);
    }

    private DagLink leaf(String name, int... bytes) {
        byte[] content = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            content[i] = (byte) bytes[i];
        }
        return new DagLink(blocks.add(BlockId.Kind.RAW, content), name, bytes.length);
    }

    private static DagNode directory(DagLink... links) {
        return new DagNode(List.of(links), new UnixFs.Directory(Attributes.DIRECTORY).encode());
    }

    private static DagNode file(long[] parts, List<DagLink> links) {
        long sum = java.util.Arrays.stream(parts).sum();
        return new DagNode(links, new UnixFs.File(new byte[0], parts, sum, Attributes.FILE).encode());
    }

    private static DagNode shard(int fanout, DagLink... links) {
        return new DagNode(List.of(links), new UnixFs.Shard(new byte[] {1}, fanout, Attributes.DIRECTORY).encode());
    }

    private void readAll(BlockId root) throws IOException {
        blocks.reader().tell(root, "", new RecordedTree());
    }

    /// Flips bits, cuts, doubles and splices the bytes of real nodes. Seeded; at the time of writing about a third of
    /// the mutants still decode.
    @Test
    void mutatedNodesAreReadOrCorruptAndNothingElse() throws IOException {
        Mutants mutants = new Mutants(realNodes(), new Random(42));
        int read = 0;
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutants.next();
            try {
                StoredNode node = StoredNode.of(Block.of(BlockId.Kind.DAG_PB, mutant));
                walkAlone(node);
                read++;
            } catch (PakitException.Corrupt | PakitException.NotFound e) {
                assertThat(e).hasMessageContaining("baf");
            }
        }
        assertThat(read).isBetween(MUTANTS / 100, MUTANTS * 9 / 10);
    }

    /// Uses a node whose links lead nowhere.
    private void walkAlone(StoredNode node) throws IOException {
        switch (node.meaning()) {
            case UnixFs.File file -> new FileContent(node, new NodesAhead(this::open, null), "").readAllBytes();
            case UnixFs.Directory directory -> walkDirectory(node);
            case UnixFs.Shard shard -> walkDirectory(node);
            case UnixFs.Symlink link -> node.entry("");
        }
    }

    private void walkDirectory(StoredNode node) {
        DirectoryLinks links = new DirectoryLinks(node, this::open);
        links.find("some name");
        links.forEach(link -> assertThat(TreePaths.objection(link.name())).isEmpty());
    }

    private StoredNode open(BlockId id) {
        return StoredNode.of(blocks.read(id));
    }

    private List<byte[]> realNodes() throws IOException {
        MemoryBlocks real = new MemoryBlocks();
        try (Workers workers = new Workers(1);
                TreeWriter writer = new TreeWriter(real::store, new ChunkSizes(64, 256, 1024), workers)) {
            RandomTree.tell(4, writer);
            writer.finish();
        }
        List<byte[]> nodes = new ArrayList<>();
        for (Block block : real.blocks.values()) {
            if (block.id().kind() == BlockId.Kind.DAG_PB && block.sizeBytes() < 20_000) {
                nodes.add(block.bytes());
            }
        }
        nodes.add(shard(256, leaf("00a"), leaf("FFb")).encode());
        nodes.sort(java.util.Arrays::compareUnsigned);
        return nodes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "../../etc/passwd", "a\0"})
    void namesThatCouldEscapeAreCorrupt(String name) {
        BlockId plain = blocks.add(directory(leaf(name)));
        BlockId sharded = blocks.add(shard(256, leaf("A0" + name)));
        for (BlockId root : name.isEmpty() ? List.of(plain) : List.of(plain, sharded)) {
            assertThatThrownBy(() -> readAll(root))
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining(root.toString());
        }
    }

    @Test
    void missingAndCorruptBlocksAreNamedWithTheirPath() {
        BlockId missing = Block.raw(new byte[] {9, 9}).id();
        BlockId root = blocks.add(directory(link(directory(new DagLink(missing, "b", 2)), "a")));
        assertThatThrownBy(() -> readAll(root))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining(missing.toString())
                .hasMessageContaining("'a/b'");
        BlockId torn = blocks.add(BlockId.Kind.DAG_PB, new byte[] {1, 2, 3});
        BlockId over = blocks.add(directory(link(directory(new DagLink(torn, "b", 2)), "a")));
        assertThatThrownBy(() -> readAll(over))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(torn.toString())
                .hasMessageContaining("'a/b'");
    }

    @Test
    void partsOfAnotherSizeAreCorrupt() {
        DagLink two = leaf("", 1, 2);
        for (long claimed : new long[] {1, 3, Long.MAX_VALUE}) {
            BlockId root = blocks.add(directory(link(file(new long[] {claimed}, List.of(two)), "f")));
            assertThatThrownBy(() -> readAll(root))
                    .isInstanceOf(PakitException.Corrupt.class)
                    .hasMessageContaining(two.id().toString())
                    .hasMessageContaining("'f'");
        }
    }

    @Test
    void linksAndSizesOfAFileMustBeAsMany() {
        BlockId root = blocks.add(file(new long[] {2, 2}, List.of(leaf("", 1, 2))));
        assertThatThrownBy(() -> readAll(root)).isInstanceOf(PakitException.Corrupt.class);
    }

    @Test
    void fileThatIsOnlyDepthIsCorrupt() {
        DagLink at = leaf("", 1);
        for (int i = 0; i < 100; i++) {
            at = link(file(new long[] {1}, List.of(at)), "");
        }
        BlockId root = at.id();
        assertThatThrownBy(() -> readAll(root))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("deeper than 64");
    }

    @Test
    void treeOfEmptyPartsEndsAtOnce() throws IOException {
        DagLink at = leaf("");
        for (int i = 0; i < 20; i++) {
            at = link(file(new long[1000], Collections.nCopies(1000, at)), "");
        }
        blocks.reader().cat(at.id(), OutputStream.nullOutputStream());
    }

    @Test
    void directoriesThatAreOnlyDepthAreCorrupt() {
        DagLink at = link(directory(), "d");
        for (int i = 0; i < 2100; i++) {
            at = link(directory(at), "d");
        }
        BlockId root = at.id();
        assertThatThrownBy(() -> readAll(root))
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining("nested deeper");
    }

    @Test
    void shardsDeeperThanTheHashAreCorrupt() {
        for (int fanout : new int[] {8, 256, 1024}) {
            String bucket = "0".repeat(Integer.toHexString(fanout - 1).length());
            DagLink at = link(shard(fanout, leaf(bucket + "x")), bucket);
            for (int i = 0; i < 64; i++) {
                at = link(shard(fanout, at), bucket);
            }
            BlockId root = at.id();
            assertThatThrownBy(() -> readAll(root)).isInstanceOf(PakitException.Corrupt.class);
        }
    }

    @Test
    void aShardMustHoldShardsOfItsFanoutWhereALinkHasNoName() {
        BlockId toFile = blocks.add(shard(256, leaf("00", 1)));
        BlockId toOther = blocks.add(shard(256, link(shard(8), "00")));
        BlockId unnamed = blocks.add(shard(256, leaf("0")));
        for (BlockId root : List.of(toFile, toOther, unnamed)) {
            assertThatThrownBy(() -> readAll(root)).isInstanceOf(PakitException.Corrupt.class);
        }
    }

    @Test
    void entriesOfTheWrongKindAreInvalid() {
        BlockId file = blocks.add(BlockId.Kind.RAW, new byte[] {1});
        BlockId symlink = blocks.add(new DagNode(List.of(), new UnixFs.Symlink("x").encode()));
        BlockId root = blocks.add(directory(new DagLink(symlink, "l", 0), new DagLink(file, "f", 1)));
        TreeReader reader = blocks.reader();
        assertThatThrownBy(() -> reader.list(file)).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> reader.cat(root, OutputStream.nullOutputStream()))
                .isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> reader.resolve(root, "l/x"))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("symlink");
        assertThatThrownBy(() -> reader.resolve(root, "f/x")).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> reader.resolve(root, "g"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("'g'");
    }
}
