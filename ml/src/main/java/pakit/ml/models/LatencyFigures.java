package pakit.ml.models;

import java.time.Duration;
import java.util.Arrays;

/// How long single warm calls of a model took, on one thread.
///
/// @param calls how many were timed: [#CALLS_WANTED], or fewer if it was clear before that the slowest wanted time is
///     exceeded
/// @param slowestNanos the time that one call in twenty may reach at most; what the measurement ended early for
public record LatencyFigures(int calls, long p50Nanos, long p95Nanos, long p99Nanos, long slowestNanos) {
    public static final int CALLS_WANTED = 10_000;

    /// Whether the figures tell if a model keeps within `limit`: they are whole, or miss it anyway.
    boolean tells(Duration limit) {
        return calls >= CALLS_WANTED || p95Nanos >= limit.toNanos();
    }

    static LatencyFigures of(long[] nanos, long slowestNanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new LatencyFigures(
                sorted.length,
                percentile(sorted, 0.5),
                percentile(sorted, 0.95),
                percentile(sorted, 0.99),
                slowestNanos);
    }

    /// By nearest rank.
    private static long percentile(long[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
