package pakit.ml.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SiblingRingTest {
    @Test
    void childrenComeAfterTheirNodeAndAfterEachOther() {
        SiblingRing ring = new SiblingRing(64);
        ring.add(100, new long[] {1, 2, 3});
        ring.add(200, new long[] {4, 5});
        assertThat(ring.after(100, 1)).isEqualTo(1);
        assertThat(ring.after(1, 2)).isEqualTo(3);
        assertThat(ring.after(3, 1)).isEqualTo(Structure.NONE);
        assertThat(ring.after(200, 2)).isEqualTo(5);
        assertThat(ring.after(7, 1)).isEqualTo(Structure.NONE);
        assertThat(ring.after(1, 1000)).isEqualTo(Structure.NONE);
    }

    @Test
    void theLatestPlaceOfABlockCounts() {
        SiblingRing ring = new SiblingRing(64);
        ring.add(100, new long[] {1, 2});
        ring.add(200, new long[] {1, 3});
        assertThat(ring.after(1, 1)).isEqualTo(3);
    }

    @Test
    void whateverWasReadNothingIsMadeUp() {
        SiblingRing ring = new SiblingRing(256);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < 2000; i++) {
            long first = 1 + random.nextLong(1 << 20) * 1000;
            long[] children = new long[random.nextInt(400)];
            for (int k = 0; k < children.length; k++) {
                children[k] = first + k + 1;
            }
            ring.add(first, children);
            long id = first + random.nextInt(400);
            int steps = 1 + random.nextInt(300);
            assertThat(ring.after(id, steps)).isIn(Structure.NONE, id + steps);
        }
    }
}
