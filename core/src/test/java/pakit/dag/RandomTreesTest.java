package pakit.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.ChunkSizes;
import pakit.error.PakitException;

class RandomTreesTest {
    private static final ChunkSizes SMALL = new ChunkSizes(64, 256, 1024);

    private final MemoryBlocks blocks = new MemoryBlocks();

    private StoredTree store(long seed, ChunkSizes sizes) throws IOException {
        try (Workers workers = new Workers(3);
                TreeWriter writer = new TreeWriter(blocks::store, sizes, workers)) {
            RandomTree.tell(seed, writer);
            return writer.finish();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void treeComesBackAsItWasTold(long seed) throws IOException {
        RecordedTree told = new RecordedTree();
        RandomTree.tell(seed, told);
        for (ChunkSizes sizes : new ChunkSizes[] {SMALL, ChunkSizes.DEFAULT}) {
            StoredTree stored = store(seed, sizes);
            RecordedTree read = new RecordedTree();
            blocks.reader().tell(stored.root(), "", read);
            assertThat(read.entries).isEqualTo(told.entries);
            assertThat(stored.entries()).isEqualTo(told.entries.size());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void sameTreeAddsNoBlocksAndHasTheSameRoot(long seed) throws IOException {
        StoredTree first = store(seed, SMALL);
        StoredTree second = store(seed, SMALL);
        assertThat(second.root()).isEqualTo(first.root());
        assertThat(second.newBlocks()).isZero();
        assertThat(second.storedBytes()).isZero();
        assertThat(second.knownBlocks()).isEqualTo(first.newBlocks() + first.knownBlocks());
        assertThat(second.plainBytes()).isEqualTo(first.plainBytes());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void rootAndBlocksAreTheSameWithAnyNumberOfWorkers(long seed) throws IOException {
        Set<StoredTree> trees = new HashSet<>();
        Set<Set<BlockId>> stored = new HashSet<>();
        for (int count : new int[] {1, 2, 7}) {
            MemoryBlocks own = new MemoryBlocks();
            try (Workers workers = new Workers(count);
                    TreeWriter writer = new TreeWriter(own::store, SMALL, workers)) {
                RandomTree.tell(seed, writer);
                trees.add(writer.finish());
            }
            stored.add(own.blocks.keySet());
        }
        assertThat(trees).hasSize(1);
        assertThat(stored).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void failureAtAnyBlockEndsThePut(long seed) throws IOException {
        int all = Math.toIntExact(store(seed, SMALL).newBlocks());
        Random random = new Random(seed);
        for (int round = 0; round < 20; round++) {
            AtomicInteger left = new AtomicInteger(random.nextInt(all));
            MemoryBlocks own = new MemoryBlocks();
            Function<Block, Outcome> failing = block -> {
                if (left.getAndDecrement() == 0) {
                    throw new PakitException.Unavailable("block failed");
                }
                return own.store(block);
            };
            try (Workers workers = new Workers(2);
                    TreeWriter writer = new TreeWriter(failing, SMALL, workers)) {
                assertThatThrownBy(() -> {
                            RandomTree.tell(seed, writer);
                            writer.finish();
                        })
                        .isInstanceOf(PakitException.Unavailable.class)
                        .hasMessage("block failed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyEntryIsFoundAndListed(long seed) throws IOException {
        RecordedTree told = new RecordedTree();
        RandomTree.tell(seed, told);
        BlockId root = store(seed, SMALL).root();
        TreeReader reader = blocks.reader();
        int listed = 1;
        for (String path : told.entries.keySet()) {
            TreeEntry entry = reader.resolve(root, path);
            assertThat(told.entries.get(path)).startsWith(entry.kind().name().toLowerCase(java.util.Locale.ROOT));
            if (entry.kind() == TreeEntry.Kind.DIRECTORY) {
                for (TreeEntry child : reader.list(entry.id())) {
                    listed++;
                    assertThat(child).isEqualTo(reader.resolve(root, TreePaths.join(path, child.name())));
                }
            }
        }
        assertThat(listed).isEqualTo(told.entries.size());
    }

    @Test
    void everyThirdTreeHasShards() throws IOException {
        StoredNode plain = StoredNode.of(blocks.read(store(2, SMALL).root()));
        StoredNode sharded = StoredNode.of(blocks.read(store(3, SMALL).root()));
        assertThat(plain.meaning()).isInstanceOf(UnixFs.Directory.class);
        assertThat(sharded.meaning()).isInstanceOf(UnixFs.Shard.class);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void linksReachEveryBlock(long seed) throws IOException {
        BlockId root = store(seed, SMALL).root();
        Set<BlockId> reached = new HashSet<>();
        reach(blocks.read(root), reached);
        assertThat(reached).isEqualTo(blocks.blocks.keySet());
    }

    private void reach(Block block, Set<BlockId> reached) {
        if (reached.add(block.id())) {
            TreeReader.links(block).forEach(id -> reach(blocks.read(id), reached));
        }
    }
}
