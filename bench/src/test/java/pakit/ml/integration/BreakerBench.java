package pakit.ml.integration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowSynchronizationStrategy;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;

/// What a breaker adds to a call that goes well: ours, and the one of resilience4j as its guide wires it, both on a
/// window of 100 calls. (Ours takes the durations that the meter has measured anyway; they are none of its costs.)
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BreakerBench {
    private final Breaker ours = new Breaker("m", BreakerSettings.DEFAULT, System::nanoTime, InstantSource.system());
    private final CircuitBreaker resilience4j = CircuitBreaker.of(
            "m",
            CircuitBreakerConfig.custom()
                    .slidingWindow(
                            100, 20, SlidingWindowType.COUNT_BASED, SlidingWindowSynchronizationStrategy.LOCK_FREE)
                    .failureRateThreshold(50)
                    .slowCallDurationThreshold(Duration.ofMillis(5))
                    .slowCallRateThreshold(50)
                    .build());

    @Benchmark
    public void ours() {
        Permit permit = Objects.requireNonNull(ours.tryAcquire());
        permit.succeeded(permit.begin(), -1);
    }

    @Benchmark
    @Threads(4)
    public void oursOnFourThreads() {
        Permit permit = Objects.requireNonNull(ours.tryAcquire());
        permit.succeeded(permit.begin(), -1);
    }

    @Benchmark
    public void resilience4j() {
        if (resilience4j.tryAcquirePermission()) {
            long begun = System.nanoTime();
            resilience4j.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }

    @Benchmark
    @Threads(4)
    public void resilience4jOnFourThreads() {
        if (resilience4j.tryAcquirePermission()) {
            long begun = System.nanoTime();
            resilience4j.onSuccess(System.nanoTime() - begun, TimeUnit.NANOSECONDS);
        }
    }
}
