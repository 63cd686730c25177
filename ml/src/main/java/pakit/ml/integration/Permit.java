package pakit.ml.integration;

/// The right to call a model once, given by a breaker that accepts. Only whoever holds one can report, and reports
/// exactly once.
record Permit(Breaker breaker, long begunNanos) {
    void succeeded() {
        breaker.succeeded(begunNanos);
    }

    void failed(Throwable why) {
        breaker.failed(begunNanos, why);
    }
}
