package pakit.ml.integration;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import pakit.ml.serving.Breakers;

/// One circuit breaker per model: CLOSED, OPEN after failures, HALF_OPEN after a wait. While a model may not be asked,
/// the core falls back on its own defaults. Thread-safe.
public final class FallbackManager implements Breakers {
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final BreakerSettings settings;
    private final LongSupplier nanoTime;
    private final InstantSource clock;

    public FallbackManager() {
        this(BreakerSettings.DEFAULT, System::nanoTime, InstantSource.system());
    }

    /// @param nanoTime a monotonic clock in nanoseconds, for waits and durations
    /// @param clock for the times that people read
    public FallbackManager(BreakerSettings settings, LongSupplier nanoTime, InstantSource clock) {
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.clock = clock;
    }

    /// Whether the model may be asked now.
    public boolean isHealthy(String model) {
        return breaker(model).isHealthy();
    }

    /// `CLOSED`, `OPEN` or `HALF_OPEN`.
    @Override
    public String state(String model) {
        return breaker(model).label();
    }

    public BreakerHealth modelHealth(String model) {
        return breaker(model).health();
    }

    /// Closes the breaker and forgets its recent calls; ends what was forced.
    @Override
    public void resetCircuitBreaker(String model) {
        breaker(model).reset();
    }

    /// Closes a breaker that calls of an earlier version have opened.
    @Override
    public void versionChanged(String model) {
        breaker(model).versionChanged();
    }

    @Override
    public void force(String model, Forced position) {
        switch (position) {
            case OPEN -> forceOpen(model);
            case CLOSED -> forceClosed(model);
        }
    }

    /// Keeps everybody from asking the model until [#resetCircuitBreaker].
    public void forceOpen(String model) {
        breaker(model).forceOpen();
    }

    /// Lets everybody ask the model, whatever comes of it, until [#resetCircuitBreaker].
    public void forceClosed(String model) {
        breaker(model).forceClosed();
    }

    Breaker breaker(String model) {
        return breakers.computeIfAbsent(model, name -> new Breaker(name, settings, nanoTime, clock));
    }
}
