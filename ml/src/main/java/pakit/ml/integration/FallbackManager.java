package pakit.ml.integration;

/// One circuit breaker per model: CLOSED, OPEN after failures, HALF_OPEN after a wait. Thread-safe.
public final class FallbackManager {
    /// Whether the model may be asked now.
    public boolean isHealthy(String model) {
        throw new UnsupportedOperationException();
    }

    /// `CLOSED`, `OPEN` or `HALF_OPEN`.
    public String state(String model) {
        throw new UnsupportedOperationException();
    }

    public void resetCircuitBreaker(String model) {
        throw new UnsupportedOperationException();
    }
}
