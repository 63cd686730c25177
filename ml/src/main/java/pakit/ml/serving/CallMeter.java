package pakit.ml.serving;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Counts the calls of one model and times one in sixteen of them. Thread-safe; a call allocates nothing.
///
/// Every call is counted, in stripes chosen by the caller's thread. The count also says which calls are timed: the
/// first of each stripe and every sixteenth after it, because two clock reads cost more than all the rest (57 ns
/// against 3 on the machine where this was measured). Slow calls between two timed ones are not seen here. The timed
/// calls also carry the time on which the [SlidingWindow] moves, and so do those that fail.
public final class CallMeter {
    /// What [#begin] gives for a call that is not timed.
    public static final long NOT_TIMED = Long.MIN_VALUE;

    private static final int STRIPES = 16;
    private static final int LONGS_PER_STRIPE = 16;
    private static final int TIMED_ONE_IN = 16;

    private final AtomicLongArray calls = new AtomicLongArray((STRIPES + 1) * LONGS_PER_STRIPE);
    private final LongAdder[] errors = new LongAdder[ErrorKind.values().length];
    private final LatencyRecord[] latencies = new LatencyRecord[STRIPES];
    private final LongSupplier nanoTime;
    private final SlidingWindow window;
    private final Consumer<CallTotals> withoutThisCall = this::fillWithoutOne;

    CallMeter(LongSupplier nanoTime, Duration window) {
        this.nanoTime = nanoTime;
        this.window = new SlidingWindow(window, nanoTime.getAsLong());
        for (int i = 0; i < STRIPES; i++) {
            latencies[i] = new LatencyRecord();
        }
        for (int i = 0; i < errors.length; i++) {
            errors[i] = new LongAdder();
        }
    }

    /// Counts a call.
    ///
    /// @return the time in nanoseconds, or [#NOT_TIMED]; give it to [#succeeded] or [#failed]
    public long begin() {
        long before = calls.getAndIncrement((stripe() + 1) * LONGS_PER_STRIPE);
        return (before & (TIMED_ONE_IN - 1)) == 0 ? beginTimed() : NOT_TIMED;
    }

    private long beginTimed() {
        long now = nanoTime.getAsLong();
        moveWindow(now);
        return now;
    }

    /// On behalf of a call that has been counted, and belongs to the part that begins with it.
    private void moveWindow(long now) {
        if (window.isOver(now)) {
            window.advance(now, withoutThisCall);
        }
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
    public long failed(long begun, ErrorKind kind) {
        if (begun == NOT_TIMED) {
            moveWindow(nanoTime.getAsLong());
        }
        errors[kind.ordinal()].increment();
        return succeeded(begun);
    }

    /// All timed calls so far.
    LatencyRecord latency() {
        return totals().latency;
    }

    /// Since the load.
    ModelMetrics metrics() {
        return totals().metrics();
    }

    /// Over the window.
    ModelMetrics recent() {
        return window.recent(nanoTime.getAsLong(), this::fill).metrics();
    }

    private CallTotals totals() {
        CallTotals totals = new CallTotals();
        fill(totals);
        return totals;
    }

    private void fillWithoutOne(CallTotals totals) {
        fill(totals);
        totals.calls--;
    }

    /// Calls are read last, so never fewer than the errors.
    private void fill(CallTotals totals) {
        for (int i = 0; i < errors.length; i++) {
            totals.errors[i] = errors[i].sum();
        }
        for (LatencyRecord latency : latencies) {
            totals.latency.addAll(latency);
        }
        for (int i = 1; i <= STRIPES; i++) {
            totals.calls += calls.get(i * LONGS_PER_STRIPE);
        }
    }

    private static int stripe() {
        return (int) Thread.currentThread().threadId() & (STRIPES - 1);
    }
}
