package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Holds up those who run it until they are let go.
final class Hold implements Runnable, AutoCloseable {
    private static final int SECONDS_MAX = 60;

    private final Semaphore held = new Semaphore(0);
    private final CountDownLatch over = new CountDownLatch(1);

    @Override
    public void run() {
        held.release();
        try {
            assertThat(over.await(SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Returns when so many more are held up.
    void await(int count) throws InterruptedException {
        assertThat(held.tryAcquire(count, SECONDS_MAX, TimeUnit.SECONDS)).isTrue();
    }

    /// Lets everybody go.
    @Override
    public void close() {
        over.countDown();
    }
}
