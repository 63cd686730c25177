package pakit.ml.integration;

import java.time.Instant;

/// An operator has said that the model is asked whatever comes of it, until the breaker is reset. Failures are counted,
/// nothing is judged.
record ForcedClosed(Breaker breaker, Instant since, Window window) implements BreakerState, Permit {
    @Override
    public Permit tryAcquire() {
        return this;
    }

    @Override
    public long begin(long metered) {
        return metered;
    }

    @Override
    public void succeeded(long begun) {}

    @Override
    public void failed(long begun, Throwable why) {
        breaker.noteFailure(why);
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public String label() {
        return "CLOSED";
    }
}
