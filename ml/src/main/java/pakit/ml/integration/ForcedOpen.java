package pakit.ml.integration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An operator has said that nobody asks the model, until the breaker is reset.
record ForcedOpen(Instant since, Window window) implements BreakerState {
    @Override
    public @Nullable Permit tryAcquire() {
        return null;
    }

    @Override
    public boolean isHealthy() {
        return false;
    }

    @Override
    public String label() {
        return "OPEN";
    }
}
