package pakit.ml.integration;

/// The right to call a model once, given by a breaker that accepts. Whoever holds one reports exactly once. A closed
/// breaker gives every caller the same one, so that a healthy call allocates nothing.
sealed interface Permit permits Closed, HalfOpen.Trial, ForcedClosed {
    /// When the call begins, as far as the breaker wants to know: the caller's own time if it has taken one, a time
    /// that
    /// the breaker takes if it must see every call, else [pakit.ml.serving.CallMeter#NOT_TIMED].
    ///
    /// @param metered what the meter gave for the call
    /// @return to be given to [#succeeded] or [#failed]
    long begin(long metered);

    void succeeded(long begun);

    void failed(long begun, Throwable why);
}
