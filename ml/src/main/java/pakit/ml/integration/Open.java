package pakit.ml.integration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Nobody asks the model until `openFor` is over; whoever then asks first makes the breaker half-open.
///
/// @param openedNanos on the breaker's clock
/// @param window why it opened
record Open(Breaker breaker, BreakerSettings settings, Instant since, long openedNanos, Window window)
        implements BreakerState {
    @Override
    public @Nullable Permit tryAcquire() {
        if (!isHealthy()) {
            return null;
        }
        breaker.halfOpen(this);
        return breaker.tryAcquire(); // another caller may have been first
    }

    /// Whether the wait is over.
    @Override
    public boolean isHealthy() {
        return breaker.nanoTime() - openedNanos >= settings.openFor().toNanos();
    }

    @Override
    public String label() {
        return "OPEN";
    }
}
