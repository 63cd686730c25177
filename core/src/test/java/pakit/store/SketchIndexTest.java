package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.BlockId;

class SketchIndexTest {
    private static final BlockId.Kind LEAF = BlockId.Kind.RAW;
    private static final BlockId.Kind NODE = BlockId.Kind.DAG_PB;

    @TempDir
    Path directory;

    private Home home;
    private SketchIndex index;

    @BeforeEach
    void open() {
        home = Homes.open(directory);
        index = new SketchIndex(home.blocks().database());
    }

    @AfterEach
    void close() {
        home.close();
    }

    @Test
    void whatWasAddedIsFoundAtOnceAndAfterReopening() {
        add(LEAF, 1);
        assertThat(found(LEAF, 1)).as("from disk").containsExactly(word(LEAF, 1));
        add(LEAF, 2);
        assertThat(found(LEAF, 2)).as("from memory").containsExactly(word(LEAF, 2));
        close();
        open();
        assertThat(found(LEAF, 1)).containsExactly(word(LEAF, 1));
    }

    @Test
    void leavesAndNodesAreNotMixed() {
        add(LEAF, 1);
        add(NODE, 2);
        assertThat(found(NODE, 1)).isEmpty();
        assertThat(found(LEAF, 2)).isEmpty();
        assertThat(found(NODE, 2)).containsExactly(word(NODE, 2));
    }

    @Test
    void whatWasRemovedIsNotFound() {
        add(LEAF, 1);
        add(LEAF, 2);
        assertThat(found(LEAF, 1)).isNotEmpty();
        home.blocks().database().write(index.removing(id(LEAF, 1)));
        index.removed();
        assertThat(found(LEAF, 1)).isEmpty();
        assertThat(found(LEAF, 2)).isNotEmpty();
    }

    @Test
    void aGrowingIndexForgetsNothingAndStaysWithinItsMemory() {
        assertThat(found(LEAF, 0)).isEmpty();
        int leaves = 4000;
        IntStream.range(0, leaves).forEach(i -> add(LEAF, i));
        assertThat(IntStream.range(0, leaves).filter(i -> found(LEAF, i).isEmpty()))
                .hasSizeLessThan(leaves / 50);
        assertThat(index.memoryBytes()).isLessThan((long) SketchTable.BYTES_MAX * leaves);
        close();
        open();
        assertThat(IntStream.range(0, leaves).filter(i -> found(LEAF, i).isEmpty()))
                .as("made at once of what is on disk")
                .hasSizeLessThan(leaves / 50);
        assertThat(index.memoryBytes()).isBetween(72L * leaves, (long) SketchTable.BYTES_MAX * leaves);
    }

    @Test
    void entriesOfTheFirstLayoutAreDropped() {
        RocksDatabase database = home.blocks().database();
        for (byte bin = 0; bin < 16; bin++) {
            byte[] key = {bin, 1, 2, 3, 4};
            database.write(batch -> batch.put(database.handle(Family.SKETCHES), key, new byte[16]));
        }
        add(LEAF, 1);
        assertThat(found(LEAF, 1)).hasSize(1);
        int[] entries = {0};
        database.scan(Family.SKETCHES, new byte[0], (key, value) -> entries[0]++);
        assertThat(entries[0]).isEqualTo(1);
    }

    private void add(BlockId.Kind kind, int seed) {
        BlockId id = id(kind, seed);
        home.blocks().database().write(index.adding(Sketches.random(seed), id, depth(seed)));
        index.added(Sketches.random(seed), id, depth(seed));
    }

    @Test
    void theDepthOfARecordIsKnownAtOnceAndAfterReopening() {
        assertThat(found(LEAF, 1)).isEmpty();
        add(LEAF, 1);
        add(LEAF, 2);
        for (int i = 0; i < 2; i++) {
            assertThat(depths(1)).containsExactly(1);
            assertThat(depths(2)).containsExactly(2);
            close();
            open();
        }
    }

    private List<Integer> depths(int seed) {
        return index.votes(LEAF, Sketches.random(seed), 3).stream()
                .map(SketchTable.Vote::depth)
                .toList();
    }

    private static int depth(int seed) {
        return seed % 3;
    }

    private List<Long> found(BlockId.Kind kind, int seed) {
        return index.votes(kind, Sketches.random(seed), 3).stream()
                .map(SketchTable.Vote::word)
                .toList();
    }

    private static long word(BlockId.Kind kind, int seed) {
        return id(kind, seed).digestWord(0);
    }

    private static BlockId id(BlockId.Kind kind, int seed) {
        return BlockId.of(kind, ("block " + seed).getBytes(StandardCharsets.US_ASCII));
    }
}
