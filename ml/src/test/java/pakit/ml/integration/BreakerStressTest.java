package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Eight threads on one breaker whose model is well and ill by turns.
class BreakerStressTest {
    private static final int CALLERS = 8;
    private static final int CALLS = 60_000;
    private static final IllegalStateException BROKEN = new IllegalStateException("broken");
    private static final BreakerSettings SETTINGS =
            new BreakerSettings(50, 10, 0.5, Duration.ofSeconds(10), 0.5, Duration.ofNanos(20_000), 5);

    private final Breaker breaker = new Breaker("m", SETTINGS, System::nanoTime, InstantSource.system());
    private final AtomicBoolean ill = new AtomicBoolean();
    private final Map<HalfOpen, LongAdder> trials = new ConcurrentHashMap<>();
    private final LongAdder failures = new LongAdder();
    private final LongAdder refused = new LongAdder();

    @Test
    @Timeout(60)
    void noFailureIsLostTrialsAreBoundedAndItClosesInTheEnd() throws InterruptedException {
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CALLERS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            callers.add(Thread.ofPlatform().start(() -> call(random)));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(breaker.health().failures()).isEqualTo(failures.sum());
        assertThat(failures.sum()).isPositive();
        assertThat(refused.sum()).isPositive();
        assertThat(trials.values()).isNotEmpty().allMatch(some -> some.sum() <= SETTINGS.halfOpenCalls());
        ill.set(false);
        while (!breaker.label().equals("CLOSED")) {
            callOnce();
        }
        assertThat(breaker.isHealthy()).isTrue();
    }

    private void call(SplittableRandom random) {
        for (int i = 0; i < CALLS; i++) {
            if (random.nextInt(200) == 0) {
                ill.set(!ill.get());
            }
            callOnce();
        }
    }

    private void callOnce() {
        Permit permit = breaker.tryAcquire();
        if (permit == null) {
            refused.increment();
            return;
        }
        if (permit instanceof HalfOpen.Trial trial) {
            trials.computeIfAbsent(trial.state(), any -> new LongAdder()).increment();
        }
        long begun = permit.begin();
        if (ill.get()) {
            failures.increment();
            permit.failed(begun, -1, BROKEN);
        } else {
            permit.succeeded(begun, -1);
        }
    }
}
