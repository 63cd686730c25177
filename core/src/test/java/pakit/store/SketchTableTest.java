package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import pakit.block.Sketch;

class SketchTableTest {
    @Test
    void anEmptyTableKnowsNothing() {
        SketchTable table = new SketchTable(10);
        assertThat(table.votes(Sketches.random(1), 1)).isEmpty();
        assertThat(table.votes(Sketch.of(new byte[0]), 1)).isEmpty();
    }

    @Test
    void ofManyThatAreAlikeTheSixteenThatCameLastAreKnownNewestFirst() {
        SketchTable table = new SketchTable(100);
        LongStream.rangeClosed(1, 20).forEach(word -> table.add(Sketches.random(1), word, 0));
        assertThat(words(table, Sketches.random(1)))
                .containsExactly(20L, 19L, 18L, 17L, 16L, 15L, 14L, 13L, 12L, 11L, 10L, 9L, 8L, 7L, 6L, 5L);
    }

    @Test
    void thoseThatShareMoreComeFirstAndStrangersNotAtAll() {
        SketchTable table = new SketchTable(100);
        table.add(Sketches.random(1), 1, 0);
        table.add(Sketches.halfOf(1, 2), 2, 3);
        table.add(Sketches.random(3), 3, 0);
        List<SketchTable.Vote> votes = table.votes(Sketches.random(1), 3);
        assertThat(votes).extracting(SketchTable.Vote::word).containsExactly(1L, 2L);
        assertThat(votes).extracting(SketchTable.Vote::depth).containsExactly(0, 3);
        assertThat(votes.getFirst().shared()).isEqualTo(Sketch.BINS);
        assertThat(votes.getLast().shared()).isEqualTo(Sketches.random(1).shared(Sketches.halfOf(1, 2)));
    }

    @Test
    void aTableAtItsEndKnowsMostOfItsBlocksAndSuggestsNoStranger() {
        int room = 5000;
        SketchTable table = new SketchTable(room);
        List<Sketch> sketches = new ArrayList<>();
        while (!table.isFull()) {
            sketches.add(Sketches.random(sketches.size()));
            table.add(sketches.getLast(), sketches.size() - 1, 0);
        }
        assertThat(sketches).hasSize(room);
        int known = 0;
        for (int i = 0; i < room; i++) {
            List<Long> found = words(table, sketches.get(i));
            assertThat(found).hasSizeLessThanOrEqualTo(1).isSubsetOf((long) i);
            known += found.size();
        }
        assertThat(known).isGreaterThan(room * 98 / 100);
    }

    @Test
    void whatFindsNoRoomIsDropped() {
        SketchTable table = new SketchTable(1);
        table.add(Sketches.random(1), 1, 0);
        table.add(Sketches.random(2), 2, 0);
        assertThat(table.blocks()).isEqualTo(1);
        assertThat(words(table, Sketches.random(2))).doesNotContain(2L);
        assertThat(words(table, Sketches.random(1))).containsExactly(1L);
    }

    @Test
    void whoAsksWhileAnotherAddsGetsOnlyWhatIsThere() throws InterruptedException {
        SketchTable table = new SketchTable(20_000);
        Thread adding = Thread.ofPlatform().start(() -> {
            Random random = new Random(5);
            for (int i = 1; i <= 20_000; i++) {
                table.add(Sketches.random(random.nextInt(50)), i, 0);
            }
        });
        do {
            assertThat(words(table, Sketches.random(7))).allMatch(word -> word >= 0 && word <= 20_000);
        } while (adding.isAlive());
        adding.join();
        assertThat(words(table, Sketches.random(7))).hasSize(16);
    }

    private static List<Long> words(SketchTable table, Sketch sketch) {
        return table.votes(sketch, 3).stream().map(SketchTable.Vote::word).toList();
    }
}
