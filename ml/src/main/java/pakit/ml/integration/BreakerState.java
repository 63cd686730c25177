package pakit.ml.integration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One state of a breaker, from the moment in which it was entered. What is reported to a state that the breaker has
/// left changes nothing any more. Thread-safe.
sealed interface BreakerState permits Closed, Open, HalfOpen, ForcedOpen, ForcedClosed {
    /// The right to call the model once, or null.
    @Nullable
    Permit tryAcquire();

    /// Whether a call would be let through now.
    boolean isHealthy();

    /// `CLOSED`, `OPEN` or `HALF_OPEN`.
    String label();

    /// When it was entered.
    Instant since();

    /// The calls by which it is judged, or was when it was entered.
    Window window();
}
