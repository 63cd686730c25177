package pakit.ml.experiment;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import pakit.stats.BivariateMoments;

/// Sum and count of one metric by bucket. Buckets are the clusters of the variance: all events of a unit fall into one,
/// so that a unit that sends many events counts as one voice, without any memory of units. Thread-safe, without locks.
final class BucketSums {
    private final AtomicLongArray counts = new AtomicLongArray(Bucketing.BUCKETS);
    private final AtomicLongArray sumBits = new AtomicLongArray(Bucketing.BUCKETS);

    /// Both by bucket; nobody writes to the arrays.
    record Snapshot(long[] counts, double[] sums) {
        static final Snapshot EMPTY = new Snapshot(new long[Bucketing.BUCKETS], new double[Bucketing.BUCKETS]);

        /// Over the buckets that have events: `x` a bucket's sum, `y` its count.
        BivariateMoments moments() {
            BivariateMoments moments = BivariateMoments.EMPTY;
            for (int i = 0; i < counts.length; i++) {
                if (counts[i] > 0) {
                    moments = moments.plus(sums[i], counts[i]);
                }
            }
            return moments;
        }

        long events() {
            return Arrays.stream(counts).sum();
        }

        double sum() {
            return Arrays.stream(sums).sum();
        }
    }

    static BucketSums of(Snapshot kept) {
        BucketSums sums = new BucketSums();
        for (int i = 0; i < Bucketing.BUCKETS; i++) {
            sums.counts.set(i, kept.counts[i]);
            sums.sumBits.set(i, Double.doubleToRawLongBits(kept.sums[i]));
        }
        return sums;
    }

    void add(int bucket, double value) {
        sumBits.accumulateAndGet(bucket, Double.doubleToRawLongBits(value), BucketSums::plus);
        counts.incrementAndGet(bucket);
    }

    /// How often something was added.
    long events() {
        long events = 0;
        for (int i = 0; i < Bucketing.BUCKETS; i++) {
            events += counts.get(i);
        }
        return events;
    }

    Snapshot snapshot() {
        long[] countsNow = new long[Bucketing.BUCKETS];
        double[] sumsNow = new double[Bucketing.BUCKETS];
        for (int i = 0; i < Bucketing.BUCKETS; i++) {
            countsNow[i] = counts.get(i);
            sumsNow[i] = Double.longBitsToDouble(sumBits.get(i));
        }
        return new Snapshot(countsNow, sumsNow);
    }

    private static long plus(long bits, long moreBits) {
        return Double.doubleToRawLongBits(Double.longBitsToDouble(bits) + Double.longBitsToDouble(moreBits));
    }
}
