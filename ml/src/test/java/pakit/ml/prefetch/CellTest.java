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
