package pakit.ml.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SidelineTest {
    @Test
    void whatFindsNoRoomIsDroppedAndCountedAndNobodyWaits() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Sideline<Integer> sideline = new Sideline<>("side", 4, 1, item -> {
            begun.countDown();
            awaited(goOn);
        })) {
            sideline.offer(0);
            begun.await();
            for (int i = 0; i < 10; i++) {
                sideline.offer(i);
            }
            assertThat(sideline.dropped()).isEqualTo(6);
            goOn.countDown();
        }
    }

    @Test
    void workThatFailsIsCountedAndTheNextIsDone() throws InterruptedException {
        List<Integer> done = new ArrayList<>();
        CountDownLatch last = new CountDownLatch(1);
        try (Sideline<Integer> sideline = new Sideline<>("side", 16, 1, item -> {
            if (item == 1) {
                throw new AssertionError("broken");
            }
            done.add(item);
            if (item == 2) {
                last.countDown();
            }
        })) {
            List.of(0, 1, 2).forEach(sideline::offer);
            assertThat(last.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(done).containsExactly(0, 2);
            assertThat(sideline.dropped()).isEqualTo(1);
        }
    }

    @Test
    void itsThreadIsNamedAndStandsBackAndTakesNoMoreThanItsShare() throws InterruptedException {
        int items = 8;
        AtomicLong worked = new AtomicLong();
        CountDownLatch left = new CountDownLatch(items);
        List<Thread> threads = new ArrayList<>();
        double share = 0.1;
        long begun = System.nanoTime();
        try (Sideline<Integer> sideline = new Sideline<>("side", items, share, item -> {
            threads.add(Thread.currentThread());
            worked.addAndGet(burn(3_000_000));
            left.countDown();
        })) {
            for (int i = 0; i < items; i++) {
                sideline.offer(i);
            }
            assertThat(left.await(50, TimeUnit.SECONDS)).isTrue();
            double restedFor = (double) (items - 1) / items; // the last item ends before its rest
            assertThat(System.nanoTime() - begun).isGreaterThan((long) (0.9 * restedFor * worked.get() / share));
        }
        assertThat(threads.getFirst().getName()).isEqualTo("side");
        assertThat(threads.getFirst().getPriority()).isEqualTo(Thread.MIN_PRIORITY);
    }

    @Test
    void closingEndsTheThreadAndDropsWhatComesLater() throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        CountDownLatch begun = new CountDownLatch(1);
        Sideline<Integer> sideline = new Sideline<>("side", 4, 0.001, item -> {
            threads.add(Thread.currentThread());
            burn(2_000_000);
            begun.countDown();
        });
        sideline.offer(1);
        begun.await();
        sideline.close();
        assertThat(threads.getFirst().isAlive()).isFalse();
        sideline.offer(2);
        assertThat(sideline.dropped()).isEqualTo(1);
    }

    @Test
    void closingWhatNeverBeganIsNothing() {
        Sideline<Integer> sideline = new Sideline<>("side", 4, 1, item -> {});
        sideline.close();
        sideline.offer(1);
        assertThat(sideline.dropped()).isEqualTo(1);
    }

    /// @return CPU time of this thread, at least `nanos`
    private static long burn(long nanos) {
        LongSupplier cpu = Sideline.cpuClock();
        long begun = cpu.getAsLong();
        while (cpu.getAsLong() - begun < nanos) {
            Thread.onSpinWait();
        }
        return cpu.getAsLong() - begun;
    }

    private static void awaited(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
