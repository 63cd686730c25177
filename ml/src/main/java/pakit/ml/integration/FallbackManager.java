package pakit.ml.integration;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// One circuit breaker per model: CLOSED, OPEN after failures, HALF_OPEN after a wait. While a model may not be asked,
/// the core falls back on its own defaults. Thread-safe.
public final class FallbackManager {
    private final Map<String, Breaker> breakers = new ConcurrentHashMap<>();
    private final BreakerSettings settings;
    private final LongSupplier nanoTime;

    public FallbackManager() {
        this(BreakerSettings.DEFAULT, System::nanoTime);
    }

    /// @param nanoTime a monotonic clock in nanoseconds
    public FallbackManager(BreakerSettings settings, LongSupplier nanoTime) {
        this.settings = settings;
        this.nanoTime = nanoTime;
    }

    /// Whether the model may be asked now.
    public boolean isHealthy(String model) {
        return breaker(model).isHealthy();
    }

    /// `CLOSED`, `OPEN` or `HALF_OPEN`.
    public String state(String model) {
        return breaker(model).state();
    }

    public BreakerHealth modelHealth(String model) {
        return breaker(model).health();
    }

    /// Closes the breaker and forgets its recent calls.
    public void resetCircuitBreaker(String model) {
        breaker(model).reset();
    }

    Breaker breaker(String model) {
        return breakers.computeIfAbsent(model, name -> new Breaker(name, settings, nanoTime));
    }
}
