package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    @Test
    void fullQueueTakesNothingUntilOneIsTakenOut() {
        EventQueue queue = new EventQueue(2);
        assertThat(queue.offer(event(0, 0))).isEqualTo(0);
        assertThat(queue.offer(event(0, 1))).isEqualTo(1);
        assertThat(queue.offer(event(0, 2))).isEqualTo(-1);
        assertThat(queue.poll()).isEqualTo(event(0, 0));
        assertThat(queue.offer(event(0, 3))).isEqualTo(2);
        assertThat(queue.poll()).isEqualTo(event(0, 1));
        assertThat(queue.poll()).isEqualTo(event(0, 3));
        assertThat(queue.poll()).isNull();
    }

    @Test
    void everyEventOfManyThreadsComesOutOnceAndInItsThreadsOrder() throws InterruptedException {
        int threads = 8;
        int each = 50_000;
        EventQueue queue = new EventQueue(64);
        AtomicLong accepted = new AtomicLong();
        List<Thread> producers = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            int thread = t;
            producers.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < each; i++) {
                    accepted.addAndGet(queue.offer(event(thread, i)) >= 0 ? 1 : 0);
                }
            }));
        }
        long[] last = new long[threads];
        Arrays.fill(last, -1);
        long taken = 0;
        while (producers.stream().anyMatch(Thread::isAlive) || queue.polled() < queue.offered()) {
            if (queue.poll() instanceof TelemetryEvent.Predicted event) {
                assertThat(event.nanos()).isGreaterThan(last[event.rows()]);
                last[event.rows()] = event.nanos();
                taken++;
            }
        }
        for (Thread producer : producers) {
            producer.join();
        }
        assertThat(taken).isEqualTo(accepted.get()).isPositive();
    }

    private static TelemetryEvent event(int thread, int number) {
        return new TelemetryEvent.Predicted(Instant.EPOCH, "m", "1.0.0", thread, true, number, List.of(), List.of());
    }
}
