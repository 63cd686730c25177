package pakit.ml.serving;

import com.datadoghq.sketch.ddsketch.DDSketch;
import com.datadoghq.sketch.ddsketch.DDSketches;

/// Durations as a mergeable sketch (quantiles within 1 %) and as counts under fixed bounds. Thread-safe.
final class LatencyRecord {
    /// Upper bounds of the histogram's buckets, in seconds.
    static final double[] BOUNDS_SECONDS = {
        250e-9, 500e-9, 1e-6, 2.5e-6, 5e-6, 10e-6, 25e-6, 50e-6, 100e-6, 250e-6, 500e-6, 1e-3, 2.5e-3, 5e-3, 10e-3,
        100e-3, 1
    };

    private static final double RELATIVE_ACCURACY = 0.01;
    private static final int BINS_MAX = 2048; // 1 ns to beyond a century at 1 %

    private final DDSketch nanos = DDSketches.logarithmicCollapsingLowestDense(RELATIVE_ACCURACY, BINS_MAX);
    private final long[] buckets = new long[BOUNDS_SECONDS.length];
    private long count;
    private double sumNanos;

    synchronized void add(long duration) {
        nanos.accept(duration);
        count++;
        sumNanos += duration;
        for (int i = 0; i < buckets.length; i++) {
            if (duration <= BOUNDS_SECONDS[i] * 1e9) {
                buckets[i]++;
                return;
            }
        }
    }

    /// Adds all of `other`, which only its own thread may hold onto.
    void addAll(LatencyRecord other) {
        synchronized (other) {
            nanos.mergeWith(other.nanos);
            count += other.count;
            sumNanos += other.sumNanos;
            for (int i = 0; i < buckets.length; i++) {
                buckets[i] += other.buckets[i];
            }
        }
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
        return count == 0 ? 0 : sumNanos / count * 1e-6;
    }

    /// 0 before the first.
    synchronized double quantileMillis(double quantile) {
        return count == 0 ? 0 : nanos.getValueAtQuantile(quantile) * 1e-6;
    }
}
