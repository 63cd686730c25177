package pakit.ml.serving;

import java.util.Arrays;

/// Durations as a sketch that can be added and subtracted (quantiles within 1 %), and as counts under fixed bounds.
/// Thread-safe; adding a duration allocates nothing.
///
/// The sketch counts in bins: one a nanosecond up to 128, then 64 to each doubling, so that a bin is at most 1/64 of
/// its lower end wide and its middle at most 1/128 off. What takes longer than 2^40 ns (18 minutes) counts as that.
public final class LatencyRecord {
    /// Upper bounds of the histogram's buckets, in seconds.
    static final double[] BOUNDS_SECONDS = {
        250e-9, 500e-9, 1e-6, 2.5e-6, 5e-6, 10e-6, 25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3,
        100e-3, 1
    };

    private static final int BITS = 6;
    private static final int BINS_PER_DOUBLING = 1 << BITS;
    private static final int DOUBLINGS = 40 - BITS;
    private static final int BINS = (DOUBLINGS + 1) * BINS_PER_DOUBLING;
    private static final long NANOS_MAX = (1L << 40) - 1;
    private static final long[] BOUNDS_NANOS = Arrays.stream(BOUNDS_SECONDS)
            .mapToLong(seconds -> Math.round(seconds * 1e9))
            .toArray();

    private final long[] bins = new long[BINS];
    private final long[] buckets = new long[BOUNDS_NANOS.length];
    private long count;
    private long sumNanos;

    /// @param duration in nanoseconds
    public synchronized void add(long duration) {
        bins[bin(Math.min(duration, NANOS_MAX))]++;
        count++;
        sumNanos += duration;
        for (int i = 0; i < buckets.length; i++) {
            if (duration <= BOUNDS_NANOS[i]) {
                buckets[i]++;
                return;
            }
        }
    }

    /// Adds all of `other`, which only its own thread may hold onto.
    void addAll(LatencyRecord other) {
        synchronized (other) {
            add(other, 1);
        }
    }

    /// Takes away `other`, an earlier state of this record.
    void subtract(LatencyRecord other) {
        synchronized (other) {
            add(other, -1);
        }
    }

    private synchronized void add(LatencyRecord other, int times) {
        for (int i = 0; i < BINS; i++) {
            bins[i] += times * other.bins[i];
        }
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] += times * other.buckets[i];
        }
        count += times * other.count;
        sumNanos += times * other.sumNanos;
    }

    synchronized void clear() {
        Arrays.fill(bins, 0);
        Arrays.fill(buckets, 0);
        count = 0;
        sumNanos = 0;
    }

    synchronized long count() {
        return count;
    }

    synchronized double sumSeconds() {
        return sumNanos * 1e-9;
    }

    /// Durations at most `BOUNDS_SECONDS[bound]`.
    synchronized long cumulative(int bound) {
        long sum = 0;
        for (int i = 0; i <= bound; i++) {
            sum += buckets[i];
        }
        return sum;
    }

    /// 0 before the first.
    synchronized double averageMillis() {
        return count == 0 ? 0 : (double) sumNanos / count * 1e-6;
    }

    /// The smallest duration that at least this share of all do not exceed; 0 before the first.
    public synchronized double quantileMillis(double quantile) {
        long rank = Math.max(1, (long) Math.ceil(quantile * count));
        long below = 0;
        for (int i = 0; i < BINS && count > 0; i++) {
            below += bins[i];
            if (below >= rank) {
                return middleNanos(i) * 1e-6;
            }
        }
        return 0;
    }

    private static int bin(long nanos) {
        int shift = Math.max(0, Long.SIZE - Long.numberOfLeadingZeros(nanos) - 1 - BITS);
        return shift * BINS_PER_DOUBLING + (int) (nanos >>> shift);
    }

    /// The middle of the durations that a bin counts.
    private static double middleNanos(int bin) {
        int shift = Math.max(0, bin / BINS_PER_DOUBLING - 1);
        long first = (long) (bin - shift * BINS_PER_DOUBLING) << shift;
        return first + ((1L << shift) - 1) / 2.0;
    }
}
