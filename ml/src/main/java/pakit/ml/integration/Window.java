package pakit.ml.integration;

/// The calls by which a breaker is judged.
///
/// @param failures among the calls of which it is known whether they failed
/// @param slowness among the calls that were timed
record Window(Share failures, Share slowness) {
    /// How many of some calls were bad.
    record Share(int bad, int calls) {
        double rate() {
            return calls == 0 ? 0 : (double) bad / calls;
        }
    }

    /// @param callsMin fewer calls than these are not judged
    boolean isTooBad(BreakerSettings settings, int callsMin) {
        return failures.calls() >= callsMin && failures.rate() >= settings.failureRateMax()
                || slowness.calls() >= callsMin && slowness.rate() >= settings.slowRateMax();
    }

    boolean isFlawless() {
        return failures.bad() == 0 && slowness.bad() == 0;
    }

    @Override
    public String toString() {
        return failures.bad() + " of " + failures.calls() + " calls failed, " + slowness.bad() + " of "
                + slowness.calls() + " timed ones were slow";
    }
}
