package pakit.ml.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {
    @Test
    void evaluatesAgainAndAgainWhateverAnEvaluationThrows() throws InterruptedException {
        CountDownLatch thrice = new CountDownLatch(3);
        AtomicInteger after = new AtomicInteger();
        Watch watch = Watch.start(
                "test",
                () -> {
                    thrice.countDown();
                    after.incrementAndGet();
                    throw new IllegalStateException("expected by the test");
                },
                Duration.ofMillis(1));
        assertThat(thrice.await(30, TimeUnit.SECONDS)).isTrue();
        watch.close();
        int ended = after.get();
        watch.close();
        assertThat(after).hasValue(ended);
    }
}
