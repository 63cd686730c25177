package pakit.training.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    @Test
    void eventsComeInTheOrderOfTheirTimesWhateverGoesInBetween() {
        var random = new SplittableRandom(1);
        EventQueue queue = new EventQueue();
        PriorityQueue<Double> expected = new PriorityQueue<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(3) > 0 || expected.isEmpty()) {
                double time = random.nextDouble();
                queue.add(time, Double.doubleToLongBits(time));
                expected.add(time);
            } else {
                double time = expected.remove();
                assertThat(queue.time()).isEqualTo(time);
                assertThat(Double.longBitsToDouble(queue.poll())).isEqualTo(time);
            }
        }
        while (!expected.isEmpty()) {
            assertThat(Double.longBitsToDouble(queue.poll())).isEqualTo(expected.remove());
        }
        assertThat(queue.isEmpty()).isTrue();
    }
}
