package pakit.ml.integration;

import pakit.ml.serving.CallMeter;

/// The right to call a model once, given by a breaker that accepts. Whoever holds one reports exactly once. A closed
/// breaker gives every caller the same one, so that a healthy call allocates nothing.
sealed interface Permit permits Closed, HalfOpen.Trial, ForcedClosed {
    /// What [#begin] gives, and [#succeeded] and [#failed] take, where nobody has looked at the clock.
    long NOT_TIMED = CallMeter.NOT_TIMED;

    /// When the call begins, if the breaker wants to time it itself, else [#NOT_TIMED].
    long begin();

    /// @param begun what [#begin] gave
    /// @param nanos what the call took by the caller's own clock, negative if it was not timed there
    void succeeded(long begun, long nanos);

    /// @param begun what [#begin] gave
    /// @param nanos what the call took by the caller's own clock, negative if it was not timed there
    void failed(long begun, long nanos, Throwable why);
}
