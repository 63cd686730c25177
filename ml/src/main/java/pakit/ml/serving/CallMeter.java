package pakit.ml.serving;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// Counts the calls of one model and times one in sixteen of them. Thread-safe.
///
/// Every call is counted, in stripes chosen by the caller's thread. The count also says which calls are timed: the
/// first
/// of each stripe and every sixteenth after it, because two clock reads cost more than all the rest (57 ns against 3 on
/// the machine where this was measured). Slow calls between two timed ones are not seen here.
public final class CallMeter {
    /// What [#begin] gives for a call that is not timed.
    public static final long NOT_TIMED = Long.MIN_VALUE;

    private static final int STRIPES = 16;
    private static final int LONGS_PER_STRIPE = 16;
    private static final int TIMED_ONE_IN = 16;

    private final AtomicLongArray calls = new AtomicLongArray((STRIPES + 1) * LONGS_PER_STRIPE);
    private final LongAdder errors = new LongAdder();
    private final LatencyRecord[] latencies = new LatencyRecord[STRIPES];
    private final LongSupplier nanoTime;

    CallMeter(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        for (int i = 0; i < STRIPES; i++) {
            latencies[i] = new LatencyRecord();
        }
    }

    /// Counts a call.
    ///
    /// @return the time in nanoseconds, or [#NOT_TIMED]; give it to [#succeeded] or [#failed]
    public long begin() {
        long before = calls.getAndIncrement((stripe() + 1) * LONGS_PER_STRIPE);
        return (before & (TIMED_ONE_IN - 1)) == 0 ? nanoTime.getAsLong() : NOT_TIMED;
    }

    /// @return nanoseconds the call took, or -1 if it was not timed
    public long succeeded(long begun) {
        if (begun == NOT_TIMED) {
            return -1;
        }
        long nanos = Math.max(0, nanoTime.getAsLong() - begun);
        latencies[stripe()].add(nanos);
        return nanos;
    }

    /// @return nanoseconds the call took, or -1 if it was not timed
    public long failed(long begun) {
        errors.increment();
        return succeeded(begun);
    }

    long predictions() {
        long sum = 0;
        for (int i = 1; i <= STRIPES; i++) {
            sum += calls.get(i * LONGS_PER_STRIPE);
        }
        return sum;
    }

    long errors() {
        return errors.sum();
    }

    /// All timed calls so far.
    LatencyRecord latency() {
        LatencyRecord merged = new LatencyRecord();
        for (LatencyRecord latency : latencies) {
            merged.addAll(latency);
        }
        return merged;
    }

    ModelMetrics metrics() {
        long failures = errors();
        long predictions = predictions(); // read later, so never fewer than the failures
        LatencyRecord latency = latency();
        return new ModelMetrics(
                predictions,
                failures,
                predictions == 0 ? 1 : 1 - (double) failures / predictions,
                latency.averageMillis(),
                latency.quantileMillis(0.5),
                latency.quantileMillis(0.95),
                latency.quantileMillis(0.99));
    }

    private static int stripe() {
        return (int) Thread.currentThread().threadId() & (STRIPES - 1);
    }
}
