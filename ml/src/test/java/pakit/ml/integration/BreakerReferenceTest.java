package pakit.ml.integration;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.ml.serving.CallMeter;

/// Random operations on a breaker and on a plain list of what should be known; after each they agree on the state, on
/// who may call, and on the figures.
class BreakerReferenceTest {
    private static final int OPERATIONS = 20_000;
    private static final double[] BAD_SHARES = {0, 0.02, 0.25, 0.5, 0.75}; // so that all states are visited
    private static final IllegalStateException BROKEN = new IllegalStateException("broken");
    private static final BreakerSettings SETTINGS =
            new BreakerSettings(12, 5, 0.4, Duration.ofNanos(10), 0.6, Duration.ofNanos(100), 4);

    private final AtomicLong now = new AtomicLong();
    private final FallbackManager fallback = new FallbackManager(SETTINGS, now::get, () -> Instant.EPOCH);
    private final Breaker breaker = fallback.breaker("m");
    private final List<Call> running = new ArrayList<>();

    private final BreakerReference reference = new BreakerReference(SETTINGS, now::get);
    private int opened;

    /// A call that has not ended, as both sides know it.
    private record Call(Permit permit, long begun, long metered, BreakerReference.Call known) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensTheStatesAreThoseOfThePlainList(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < OPERATIONS; i++) {
            double badShare = BAD_SHARES[i / 500 % BAD_SHARES.length];
            operate(random, badShare);
            String label = breaker.label();
            opened += label.equals("OPEN") ? 1 : 0;
            assertThat(label).as("operation %d", i).isEqualTo(reference.label());
            assertThat(breaker.isHealthy()).isEqualTo(reference.isHealthy());
            BreakerHealth health = breaker.health();
            assertThat(health.failures()).isEqualTo(reference.failures());
            assertThat(health.recentFailures()).as("operation %d", i).isEqualTo(reference.recentFailures());
            assertThat(health.successRate()).isEqualTo(reference.successRate());
        }
        assertThat(opened).isBetween(OPERATIONS / 20, OPERATIONS * 19 / 20);
    }

    private void operate(SplittableRandom random, double badShare) {
        int choice = random.nextInt(1_000);
        if (choice < 450) {
            begin(random);
        } else if (choice < 950) {
            end(random, badShare);
        } else if (choice < 990) {
            now.addAndGet(random.nextInt(40));
        } else if (choice < 996) {
            fallback.resetCircuitBreaker("m");
            reference.reset();
        } else if (choice < 998) {
            fallback.forceOpen("m");
            reference.forceOpen();
        } else {
            fallback.forceClosed("m");
            reference.forceClosed();
        }
    }

    private void begin(SplittableRandom random) {
        Permit permit = breaker.tryAcquire();
        long metered = random.nextInt(4) == 0 ? now.get() : CallMeter.NOT_TIMED;
        BreakerReference.Call known = reference.tryAcquire(metered);
        assertThat(permit == null).isEqualTo(known == null);
        if (permit != null && known != null) {
            long begun = permit.begin();
            assertThat(begun).isEqualTo(known.begun());
            running.add(new Call(permit, begun, metered, known));
        }
    }

    private void end(SplittableRandom random, double badShare) {
        if (running.isEmpty()) {
            return;
        }
        Call call = running.remove(random.nextInt(running.size()));
        if (random.nextDouble() < badShare) {
            now.addAndGet(random.nextInt(20));
        }
        long nanos = call.metered() == CallMeter.NOT_TIMED ? -1 : now.get() - call.metered();
        if (random.nextDouble() < badShare / 2) {
            call.permit().failed(call.begun(), nanos, BROKEN);
            reference.ended(call.known(), true);
        } else {
            call.permit().succeeded(call.begun(), nanos);
            reference.ended(call.known(), false);
        }
    }
}
