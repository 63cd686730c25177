package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.error.PakitException;

/// Blocks of a real tree are lost, one at a time, and what is told is what a reader of the tree runs into.
class DamagedPathsTest {
    private static final int SHARDED = 6000;

    private final Map<BlockId, Block> blocks = new HashMap<>();
    private final Set<BlockId> damaged = new HashSet<>();
    private BlockId root;

    @BeforeEach
    void tree() throws IOException {
        try (Workers workers = new Workers(2);
                TreeWriter writer = new TreeWriter(this::take, ChunkSizes.DEFAULT, workers)) {
            writer.directory("", Attributes.DIRECTORY);
            writer.directory("big", Attributes.DIRECTORY);
            for (int i = 0; i < SHARDED; i++) {
                file(writer, "big/a-long-name-so-that-the-directory-is-sharded-" + i, i, 20);
            }
            writer.directory("dir", Attributes.DIRECTORY);
            file(writer, "dir/large", 1, 900_000);
            file(writer, "dir/small", 2, 100);
            root = writer.finish().root();
        }
    }

    private static void file(TreeWriter writer, String path, int seed, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        writer.file(path, Attributes.FILE, size, new ByteArrayInputStream(bytes));
    }

    private synchronized Outcome take(Block block) {
        blocks.put(block.id(), block);
        return new Outcome.Known(block.id(), block.sizeBytes());
    }

    @Test
    void aWholeTreeIsNotAffected() {
        assertThat(affected()).isEmpty();
    }

    @Test
    void aLostTopIsTheEmptyPath() {
        damaged.add(root);
        assertThat(affected()).containsExactly(Map.entry("", root));
    }

    @Test
    void anyPartOfAFileAffectsItsPathAlone() {
        List<BlockId> parts = new ArrayList<>();
        BlockId large = reader().resolve(root, "dir/large").id();
        parts.add(large);
        TreeReader.links(stored(large)).forEach(parts::add);
        assertThat(parts).hasSizeGreaterThan(5);
        for (BlockId part : parts) {
            damaged.clear();
            damaged.add(part);
            assertThat(affected()).containsExactly(Map.entry("dir/large", part));
        }
    }

    @Test
    void aLostShardAffectsItsDirectoryAndTheOtherShardsAreWalked() {
        BlockId big = reader().resolve(root, "big").id();
        List<BlockId> shards = TreeReader.links(stored(big)).stream()
                .filter(id -> id.kind() == BlockId.Kind.DAG_PB)
                .toList();
        assertThat(shards).hasSizeGreaterThan(10);
        BlockId lost = shards.get(3);
        BlockId leaf = TreeReader.links(stored(shards.get(7))).stream()
                .filter(id -> id.kind() == BlockId.Kind.RAW)
                .findFirst()
                .orElseThrow();
        damaged.add(lost);
        damaged.add(leaf);
        Map<String, BlockId> affected = affected();
        assertThat(affected).hasSize(2).containsEntry("big", lost).containsValue(leaf);
    }

    @Test
    void everythingThatIsToldCannotBeReadAndEverythingElseCan() throws IOException {
        Random random = new Random(5);
        List<BlockId> ids = blocks.keySet().stream().sorted().toList();
        for (int round = 0; round < 20; round++) {
            damaged.clear();
            for (int i = 0; i < 3; i++) {
                damaged.add(ids.get(random.nextInt(ids.size())));
            }
            Map<String, BlockId> affected = affected();
            assertThat(affected).isNotEmpty();
            assertThat(damaged).containsAll(affected.values());
            for (String path : List.of("dir/large", "dir/small")) {
                boolean told = affected.keySet().stream()
                        .anyMatch(lost -> lost.isEmpty() || path.equals(lost) || path.startsWith(lost + "/"));
                assertThat(readable(path)).as(path).isEqualTo(!told);
            }
        }
    }

    private boolean readable(String path) throws IOException {
        try {
            reader().cat(reader().resolve(root, path).id(), OutputStream.nullOutputStream());
            return true;
        } catch (PakitException.NotFound lost) {
            return false;
        }
    }

    private Map<String, BlockId> affected() {
        Map<String, BlockId> affected = new TreeMap<>();
        new DamagedPaths(this::read, damaged::contains).tell(root, affected::put);
        return affected;
    }

    private TreeReader reader() {
        return new TreeReader(this::read);
    }

    private Block read(BlockId id) {
        if (damaged.contains(id)) {
            throw new PakitException.NotFound("block " + id);
        }
        return stored(id);
    }

    private Block stored(BlockId id) {
        return Objects.requireNonNull(blocks.get(id));
    }
}
