package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LeafSetTest {
    @Test
    void holdsWhatAHashSetHolds() {
        LeafSet set = new LeafSet();
        Set<Long> model = new HashSet<>();
        Random random = new Random(1);
        for (int i = 0; i < 200_000; i++) {
            long word = random.nextInt(100) == 0 ? random.nextInt(50) : random.nextLong() >>> random.nextInt(50);
            assertThat(set.add(word)).isEqualTo(model.add(word));
        }
        assertThat(set.size()).isEqualTo(model.size());
        assertThat(model).allMatch(set::contains);
        assertThat(random.longs(10_000)).allMatch(word -> set.contains(word) == model.contains(word));
    }
}
