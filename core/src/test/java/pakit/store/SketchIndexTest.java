package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Sketch;

class SketchIndexTest {
    private static final Sketch SKETCH = sketch(1);

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
    void anEmptyIndexKnowsNothing() {
        assertThat(index.votes(SKETCH, 1)).isEmpty();
        assertThat(index.votes(Sketch.of(new byte[0]), 1)).isEmpty();
    }

    @Test
    void theEightThatCameLastAreKnownNewestFirst() {
        LongStream.rangeClosed(1, 10).forEach(word -> add(SKETCH, word));
        assertThat(words(SKETCH)).containsExactly(10L, 9L, 8L, 7L, 6L, 5L, 4L, 3L);
    }

    @Test
    void aBlockThatComesAgainIsKnownOnceAndIsTheNewest() {
        LongStream.of(1, 2, 1).forEach(word -> add(SKETCH, word));
        assertThat(words(SKETCH)).containsExactly(1L, 2L);
    }

    @Test
    void thoseThatShareMoreComeFirstAndStrangersNotAtAll() {
        byte[] bytes = noise(1);
        byte[] half = noise(2);
        System.arraycopy(bytes, 0, half, 0, bytes.length / 2);
        add(SKETCH, 1);
        add(Sketch.of(half), 2);
        add(sketch(3), 3);
        List<SketchIndex.Vote> votes = index.votes(SKETCH, 3);
        assertThat(votes).extracting(SketchIndex.Vote::word).containsExactly(1L, 2L);
        assertThat(votes.getFirst().bins()).isEqualTo(Sketch.BINS);
        assertThat(votes.getLast().bins()).isEqualTo(SKETCH.shared(Sketch.of(half)));
    }

    @Test
    void whatIsNotRetainedIsForgottenAndEmptyEntriesGo() {
        LongStream.rangeClosed(1, 3).forEach(word -> add(SKETCH, word));
        LongStream.rangeClosed(4, 120).forEach(word -> add(sketch((int) word), word));
        index.retain(word -> word == 2);
        assertThat(words(SKETCH)).containsExactly(2L);
        assertThat(words(sketch(50))).isEmpty();
        long[] entries = {0};
        home.blocks().database().scan(Family.SKETCHES, new byte[0], (key, value) -> entries[0]++);
        assertThat(entries[0]).isEqualTo(Sketch.BINS);
    }

    private void add(Sketch sketch, long word) {
        home.blocks().database().write(index.adding(sketch, word));
    }

    private List<Long> words(Sketch sketch) {
        return index.votes(sketch, 1).stream().map(SketchIndex.Vote::word).toList();
    }

    private static Sketch sketch(int seed) {
        return Sketch.of(noise(seed));
    }

    private static byte[] noise(int seed) {
        byte[] bytes = new byte[20_000];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
