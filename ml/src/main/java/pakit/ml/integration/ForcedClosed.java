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
    public long begin() {
        return NOT_TIMED;
    }

    @Override
    public void succeeded(long begun, long nanos) {}

    @Override
    public void failed(long begun, long nanos, Throwable why) {
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
