package pakit.load;

/// When requests are to start.
sealed interface Pace {
    /// When the request of this number is to start, in nanoseconds after the phase's begin.
    long startNanos(long number, long nowNanos);

    /// As soon as a caller is free. What the server makes callers wait, nobody else notices: use it for throughput.
    record AsFastAsAnswered() implements Pace {
        @Override
        public long startNanos(long number, long nowNanos) {
            return nowNanos;
        }
    }

    /// At a steady rate, as strangers come who know nothing of each other. A request that starts late because all
    /// callers wait counts as waiting from the moment in which it should have started (no coordinated omission).
    record AtRate(double perSecond) implements Pace {
        @Override
        public long startNanos(long number, long nowNanos) {
            return (long) (number * (1e9 / perSecond));
        }
    }
}
