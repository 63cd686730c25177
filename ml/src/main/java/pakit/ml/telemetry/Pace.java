package pakit.ml.telemetry;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Lets one thing through in a stretch of time at most: what is told of a sample costs the same however busy a node
/// is. Thread-safe; takes no lock, so two threads at once may both be let through.
public final class Pace {
    /// For events that carry features: at most 100 a second.
    public static final Duration SAMPLES = Duration.ofMillis(10);

    private final long everyNanos;
    private final LongSupplier nanoTime;
    private volatile boolean begun;
    private volatile long lastNanos;

    public Pace(Duration every, LongSupplier nanoTime) {
        this.everyNanos = every.toNanos();
        this.nanoTime = nanoTime;
    }

    /// Whether it is time; if so, the next time is later.
    public boolean isDue() {
        return isDue(nanoTime.getAsLong());
    }

    /// As [#isDue()], for who has looked at the clock.
    public boolean isDue(long nowNanos) {
        if (begun && nowNanos - lastNanos < everyNanos) {
            return false;
        }
        lastNanos = nowNanos;
        begun = true;
        return true;
    }
}
