package pakit.ml.integration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The circuit breaker of one model. Thread-safe.
///
/// ```
///             too many failed or slow                openFor is over
///   CLOSED ----------------------------> OPEN ---------------------------> HALF_OPEN
///      ^                                   ^                                 |    |
///      |                                   +------- still too many ----------+    |
///      +------------------------- halfOpenCalls went well -----------------------+
/// ```
///
/// Each change of state is logged once, with the last failure; calls are not. (The library's own listeners would cost
/// an event object and a wall-clock read for every success.)
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final String model;
    private final BreakerSettings settings;
    private final LongSupplier nanoTime;
    private final CircuitBreaker breaker;
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<State> seen = new AtomicReference<>(State.CLOSED);
    private volatile long openedNanos;
    private volatile String lastFailure = "";

    Breaker(String model, BreakerSettings settings, LongSupplier nanoTime) {
        this.model = model;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.breaker = CircuitBreaker.of(model, config(settings, monotonic(nanoTime)));
    }

    /// The right to call the model once, or null. Who holds it must report how the call went.
    @Nullable
    Permit tryAcquire() {
        if (!breaker.tryAcquirePermission()) {
            return null;
        }
        return new Permit(this, nanoTime.getAsLong());
    }

    void succeeded(long begun) {
        breaker.onSuccess(nanoTime.getAsLong() - begun, TimeUnit.NANOSECONDS);
        noteState();
    }

    void failed(long begun, Throwable why) {
        failures.increment();
        lastFailure = why.toString();
        breaker.onError(nanoTime.getAsLong() - begun, TimeUnit.NANOSECONDS, why);
        noteState();
    }

    /// Whether a call would be let through, or tried as the first after the wait.
    boolean isHealthy() {
        return breaker.getState() != State.OPEN
                || nanoTime.getAsLong() - openedNanos > settings.openFor().toNanos();
    }

    String state() {
        return breaker.getState().name();
    }

    BreakerHealth health() {
        CircuitBreaker.Metrics recent = breaker.getMetrics();
        int calls = recent.getNumberOfBufferedCalls();
        int failed = recent.getNumberOfFailedCalls();
        return new BreakerHealth(state(), calls == 0 ? 1 : 1 - (double) failed / calls, failures.sum(), failed);
    }

    void reset() {
        breaker.reset();
        noteState();
    }

    private void noteState() {
        State before = seen.get();
        State now = breaker.getState();
        if (now != before && seen.compareAndSet(before, now)) {
            if (now == State.OPEN) {
                openedNanos = nanoTime.getAsLong();
                LOG.warn(
                        "circuit breaker of '{}' is open: nobody asks the model for {}; last failure: {}",
                        model,
                        settings.openFor(),
                        lastFailure.isEmpty() ? "none, calls were slow" : lastFailure);
            } else {
                LOG.info("circuit breaker of '{}' goes from {} to {}", model, before, now);
            }
        }
    }

    private static CircuitBreakerConfig config(BreakerSettings settings, Clock clock) {
        return CircuitBreakerConfig.custom()
                .slidingWindow(
                        settings.windowCalls(),
                        settings.callsMin(),
                        SlidingWindowType.COUNT_BASED,
                        SlidingWindowSynchronizationStrategy.LOCK_FREE)
                .failureRateThreshold((float) (settings.failureRateMax() * 100))
                .slowCallDurationThreshold(settings.slowCall())
                .slowCallRateThreshold((float) (settings.slowRateMax() * 100))
                .waitDurationInOpenState(settings.openFor())
                .permittedNumberOfCallsInHalfOpenState(settings.halfOpenCalls())
                .maxWaitDurationInHalfOpenState(Duration.ZERO)
                .clock(clock)
                .build();
    }

    /// A clock that no change of the wall clock can move.
    private static Clock monotonic(LongSupplier nanoTime) {
        long origin = nanoTime.getAsLong();
        InstantSource source = () -> Instant.EPOCH.plusNanos(nanoTime.getAsLong() - origin);
        return source.withZone(ZoneOffset.UTC);
    }
}
