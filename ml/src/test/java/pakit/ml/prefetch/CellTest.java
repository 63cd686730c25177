package pakit.ml.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CellTest {
    @Test
    void anyIntsGiveACellOfTheTable() {
        SplittableRandom random = new SplittableRandom(6);
        int[] some = {0, 1, 2, 3, 4, 5, 6, 33, -1, Integer.MAX_VALUE, Integer.MIN_VALUE};
        for (int i = 0; i < 200_000; i++) {
            int[] v = random.ints(8, 0, some.length).map(at -> some[at]).toArray();
            int cell = Cell.of(v[0], v[1], v[2], v[3], v[4], v[5], v[6], v[7]);
            assertThat(cell).isBetween(0, Cell.COUNT - 1);
            assertThat(Cell.group(cell)).isBetween(0, Cell.GROUPS - 1);
        }
    }

    @Test
    void everyCellOfSomethingHasFiguresThatMakeIt() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 100_000; i++) {
            int seen = random.nextInt(5);
            int votes = seen == 0 ? 0 : random.nextInt(seen + 1);
            int pairs = random.nextInt(seen + 1);
            int pairVotes = pairs == 0 ? 0 : random.nextInt(pairs + 1);
            int cell = Cell.of(
                    pairs, pairVotes, seen, votes, random.nextInt(2), 1 + random.nextInt(60), random.nextInt(6), i % 4);
            float[] row = Cell.evidence(cell);
            assertThat(Cell.of(
                            (int) row[0],
                            (int) row[1],
                            (int) row[2],
                            (int) row[3],
                            (int) row[4],
                            (int) row[5],
                            (int) row[6],
                            (int) row[7]))
                    .isEqualTo(cell);
        }
    }

    @Test
    void chancesFollowWhatWasSeenAndForgetIt() {
        UseTable uses = new UseTable();
        int cell = Cell.of(2, 2, 3, 3, 1, 1, 0, 0);
        assertThat(uses.chance(cell)).isEqualTo(0.25f);
        for (int i = 0; i < 1000; i++) {
            uses.used(cell);
        }
        assertThat(uses.chance(cell)).isGreaterThan(0.98f).isLessThan(1f);
        for (int i = 0; i < 1500; i++) {
            uses.unused(cell);
        }
        assertThat(uses.chance(cell)).isLessThan(0.1f).isPositive();
    }
}
