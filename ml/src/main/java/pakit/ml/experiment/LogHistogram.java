package pakit.ml.experiment;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/// Counts of positive values in logarithmic bins: quantiles within 1 % of their value, in constant memory (11 KB),
/// merged by adding, taken by many threads without locks. The bins are those of DDSketch (Masson, Rim and Lee, VLDB
/// 2019) over a fixed range; what lies outside counts in the outermost bins. Thread-safe.
final class LogHistogram {
    /// Of any value within [#VALUE_MIN] and [#VALUE_MAX].
    static final double RELATIVE_ERROR = 0.01;

    static final double VALUE_MIN = 1e-6;
    static final double VALUE_MAX = 1e6;

    private static final double LOG_GAMMA = Math.log((1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR));
    private static final int OFFSET = index(VALUE_MIN);
    private static final int BINS = index(VALUE_MAX) - OFFSET + 1;

    private final AtomicLongArray counts = new AtomicLongArray(BINS);

    /// What [#counts] gave.
    ///
    /// @throws IllegalArgumentException if there are not as many bins, or a count is negative
    static LogHistogram of(long[] counts) {
        if (counts.length != BINS || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("a histogram has " + BINS + " counts >= 0, found " + counts.length);
        }
        LogHistogram histogram = new LogHistogram();
        for (int i = 0; i < BINS; i++) {
            histogram.counts.set(i, counts[i]);
        }
        return histogram;
    }

    /// @param value not NaN; what is not positive counts as [#VALUE_MIN]
    void add(double value) {
        int bin = value <= VALUE_MIN ? 0 : Math.min(BINS - 1, index(value) - OFFSET);
        counts.incrementAndGet(bin);
    }

    void addAll(LogHistogram other) {
        for (int i = 0; i < BINS; i++) {
            long more = other.counts.get(i);
            if (more > 0) {
                counts.addAndGet(i, more);
            }
        }
    }

    /// One count a bin, for keeping.
    long[] counts() {
        long[] copy = new long[BINS];
        Arrays.setAll(copy, counts::get);
        return copy;
    }

    long count() {
        return Arrays.stream(counts()).sum();
    }

    /// The value of a quantile, 0 before the first value.
    double quantile(double quantile) {
        long count = count();
        return count == 0 ? 0 : valueAtRank(Math.max(1, (long) Math.ceil(quantile * count)));
    }

    /// The `rank`-th smallest value, counted from 1; the largest if there are fewer.
    double valueAtRank(long rank) {
        long seen = 0;
        int last = 0;
        for (int i = 0; i < BINS; i++) {
            long here = counts.get(i);
            last = here > 0 ? i : last;
            seen += here;
            if (seen >= rank) {
                return middle(i);
            }
        }
        return middle(last);
    }

    private static int index(double value) {
        return (int) Math.ceil(Math.log(value) / LOG_GAMMA);
    }

    /// The value that is within the relative error of all values of a bin.
    private static double middle(int bin) {
        return 2 * Math.exp((bin + OFFSET) * LOG_GAMMA) / (1 + Math.exp(LOG_GAMMA));
    }
}
