package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.error.PakitException;

/// Whatever bytes a node has, it is read, or corrupt, and nothing else; what is read can be written and read again.
///
/// How long Jazzer searches for inputs: see [JazzerRun].
class NodesFuzzTest {
    private static final int MUTANTS = 40_000;
    private static final int SEED_BYTES_MAX = 20_000;

    private static void dagPb(byte[] bytes) {
        DagNode node;
        List<Block> inlined = new ArrayList<>();
        try {
            node = DagNode.decode(bytes, inlined::add);
        } catch (PakitException.Corrupt refused) {
            return;
        }
        byte[] written = node.encode();
        assertThat(written).hasSize(Math.toIntExact(node.encodedBytes()));
        DagNode again = DagNode.decode(written);
        assertThat(again.links()).isEqualTo(node.links());
        assertThat(again.data()).isEqualTo(node.data());
        inlined.forEach(block ->
                assertThat(BlockId.of(block.id().kind(), block.bytes())).isEqualTo(block.id()));
    }

    private static void unixFs(byte[] bytes) {
        UnixFs meaning;
        try {
            meaning = UnixFs.decode(bytes);
        } catch (PakitException.Corrupt refused) {
            return;
        }
        byte[] written = meaning.encode();
        assertThat(UnixFs.decode(written).encode()).isEqualTo(written);
    }

    /// The node is used as a reader of trees uses it, with links that lead nowhere but to itself.
    private static void storedNode(byte[] bytes) throws IOException {
        MemoryBlocks blocks = new MemoryBlocks();
        BlockId id = blocks.add(BlockId.Kind.DAG_PB, bytes);
        blocks.blocks.put(id, blocks.read(id));
        try {
            blocks.reader().tell(id, "", new RecordedTree());
        } catch (PakitException.Corrupt | PakitException.NotFound e) {
            assertThat(e).hasMessageContaining("baf");
        }
    }

    /// For Jazzer.
    static final class DagPb {
        public static void fuzzerTestOneInput(byte[] bytes) {
            dagPb(bytes);
        }
    }

    /// For Jazzer.
    static final class Meaning {
        public static void fuzzerTestOneInput(byte[] bytes) {
            unixFs(bytes);
        }
    }

    /// For Jazzer.
    static final class Tree {
        public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
            storedNode(bytes);
        }
    }

    @Test
    void jazzerFindsNothingInDagPb(@TempDir Path directory) throws Exception {
        JazzerRun.findsNothing(DagPb.class, directory, nodes());
    }

    @Test
    void jazzerFindsNothingInMeaning(@TempDir Path directory) throws Exception {
        JazzerRun.findsNothing(Meaning.class, directory, meanings());
    }

    @Test
    void jazzerFindsNothingInTree(@TempDir Path directory) throws Exception {
        JazzerRun.findsNothing(Tree.class, directory, nodes());
    }

    @Test
    void mutantsAreRefusedOrRight() throws IOException {
        Mutants nodes = new Mutants(nodes().toList(), new Random(43));
        Mutants meanings = new Mutants(meanings().toList(), new Random(44));
        for (int i = 0; i < MUTANTS; i++) {
            byte[] node = nodes.next();
            dagPb(node);
            unixFs(meanings.next());
            if (i % 8 == 0) {
                storedNode(node);
            }
        }
    }

    static Stream<byte[]> meanings() throws IOException {
        return nodes().map(node -> DagNode.decode(node).data());
    }

    static Stream<byte[]> nodes() throws IOException {
        MemoryBlocks real = new MemoryBlocks();
        try (Workers workers = new Workers(1);
                TreeWriter writer = new TreeWriter(real::store, new ChunkSizes(64, 256, 1024), workers)) {
            RandomTree.tell(4, writer);
            writer.finish();
        }
        DagNode shard = new DagNode(List.of(), new UnixFs.Shard(new byte[] {1}, 256, Attributes.DIRECTORY).encode());
        Stream<byte[]> written = real.blocks.values().stream()
                .filter(block -> block.id().kind() == BlockId.Kind.DAG_PB && block.sizeBytes() < SEED_BYTES_MAX)
                .map(Block::bytes);
        return Stream.concat(written, Stream.of(shard.encode())).sorted(java.util.Arrays::compareUnsigned);
    }
}
