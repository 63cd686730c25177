package pakit.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import pakit.error.PakitException;

@Timeout(60)
class BoundedCallsTest {
    private static final RuntimeSettings SHORT = new RuntimeSettings(1, 1, Duration.ofMillis(50));
    private static final RuntimeSettings LONG = new RuntimeSettings(1, 1, Duration.ofMinutes(1));

    private final AtomicInteger closed = new AtomicInteger();

    /// Answers when it is told to.
    private static final class Held implements BoundedCalls.Work {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch let = new CountDownLatch(1);
        final CountDownLatch stopped = new CountDownLatch(1);

        @Override
        public float[] answer() throws InterruptedException {
            begun.countDown();
            let.await();
            return new float[] {1};
        }

        @Override
        public void stop() {
            stopped.countDown();
            let.countDown();
        }
    }

    private record Failing(RuntimeException failure) implements BoundedCalls.Work {
        @Override
        public float[] answer() {
            throw failure;
        }

        @Override
        public void stop() {}
    }

    private static BoundedCalls.Work quick(float answer) {
        return new BoundedCalls.Work() {
            @Override
            public float[] answer() {
                return new float[] {answer};
            }

            @Override
            public void stop() {}
        };
    }

    @Test
    void aCallThatIsLateIsStoppedAndTheNextOneAnswered() throws InterruptedException {
        try (BoundedCalls calls = new BoundedCalls("scorer v1.0.0", SHORT, closed::incrementAndGet)) {
            Held late = new Held();
            assertThatExceptionOfType(PakitException.Unavailable.class)
                    .isThrownBy(() -> calls.call(late))
                    .withMessageContaining("scorer v1.0.0 gave no answer within 50 ms")
                    .withMessageContaining("onnx.timeout");
            assertThat(late.stopped.await(30, TimeUnit.SECONDS)).isTrue();
        }
        try (BoundedCalls calls = new BoundedCalls("scorer v1.0.0", LONG, closed::incrementAndGet)) {
            assertThat(calls.call(quick(2))).containsExactly(2);
        }
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() throws InterruptedException {
        try (BoundedCalls calls = new BoundedCalls("scorer v1.0.0", LONG, closed::incrementAndGet)) {
            Held running = new Held();
            Thread caller = Thread.startVirtualThread(() -> calls.call(running));
            running.begun.await();
            BlockingQueue<String> refusals = new LinkedBlockingQueue<>();
            List<Thread> others = Stream.generate(() -> Thread.startVirtualThread(() -> tell(calls, refusals)))
                    .limit(2)
                    .toList();

            assertThat(refusals.take()).contains("scorer v1.0.0 is busy: 1 calls are computed and 1 wait");
            running.let.countDown();
            caller.join();
            for (Thread other : others) {
                other.join();
            }
            assertThat(refusals).isEmpty();
        }
    }

    private static void tell(BoundedCalls calls, BlockingQueue<String> refusals) {
        try {
            calls.call(quick(1));
        } catch (PakitException.Unavailable e) {
            refusals.add(String.valueOf(e.getMessage()));
        }
    }

    @Test
    void aFailureIsToldWithTheTitle() {
        try (BoundedCalls calls = new BoundedCalls("scorer v1.0.0", LONG, closed::incrementAndGet)) {
            assertThatExceptionOfType(PakitException.Unavailable.class)
                    .isThrownBy(() -> calls.call(new Failing(new IllegalStateException("no memory"))))
                    .withMessage("scorer v1.0.0 failed: no memory");
        }
    }

    /// Who closes a model is its last caller, and waits for nobody.
    @Test
    void closingReturnsAtOnceAndWhatItHeldIsFreedOnceAfterTheLastCall() throws InterruptedException {
        CountDownLatch freed = new CountDownLatch(1);
        BoundedCalls calls = new BoundedCalls("scorer v1.0.0", LONG, () -> {
            closed.incrementAndGet();
            freed.countDown();
        });
        Held running = new Held();
        Thread caller = Thread.startVirtualThread(() -> calls.call(running));
        running.begun.await();

        calls.close();
        assertThat(closed).hasValue(0);
        assertThatExceptionOfType(PakitException.Unavailable.class)
                .isThrownBy(() -> calls.call(quick(1)))
                .withMessage("scorer v1.0.0 is closed");
        running.let.countDown();
        caller.join();

        assertThat(freed.await(30, TimeUnit.SECONDS)).isTrue();
        calls.close();
        assertThat(closed).hasValue(1);
    }
}
