package pakit.ml.telemetry;

import java.util.TreeMap;

/// How often numbers of about a size were seen, to a hundredth of the number, in memory that does not grow with how
/// many there were (DDSketch: Masson, Rim and Lee, *DDSketch: a fast and fully-mergeable quantile sketch with
/// relative-error guarantees*, VLDB 2019). Mean and extremes are exact.
final class LogHistogram {
    static final double ERROR = 0.01;

    private static final double LOG_BASE = Math.log((1 + ERROR) / (1 - ERROR));

    private final TreeMap<Integer, Long> above = new TreeMap<>();
    private final TreeMap<Integer, Long> below = new TreeMap<>();
    private long zeros;
    private long count;
    private double sum;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;

    /// What is not finite is passed over.
    void add(double value) {
        if (!Double.isFinite(value)) {
            return;
        }
        count++;
        sum += value;
        min = Math.min(min, value);
        max = Math.max(max, value);
        if (Math.abs(value) < Double.MIN_NORMAL) {
            zeros++;
        } else {
            (value > 0 ? above : below).merge((int) Math.ceil(Math.log(Math.abs(value)) / LOG_BASE), 1L, Long::sum);
        }
    }

    long count() {
        return count;
    }

    /// Not a number, like all that follow, if nothing was seen.
    double mean() {
        return count == 0 ? Double.NaN : sum / count;
    }

    double min() {
        return count == 0 ? Double.NaN : min;
    }

    double max() {
        return count == 0 ? Double.NaN : max;
    }

    /// @param share 0 to 1
    double quantile(double share) {
        if (count == 0) {
            return Double.NaN;
        }
        long rank = (long) Math.floor(share * (count - 1));
        return Math.clamp(valueAt(rank), min, max);
    }

    private double valueAt(long rank) {
        long passed = 0;
        for (var slot : below.descendingMap().entrySet()) {
            passed += slot.getValue();
            if (passed > rank) {
                return -middle(slot.getKey());
            }
        }
        passed += zeros;
        if (passed > rank) {
            return 0;
        }
        for (var slot : above.entrySet()) {
            passed += slot.getValue();
            if (passed > rank) {
                return middle(slot.getKey());
            }
        }
        return max;
    }

    private static double middle(int slot) {
        return Math.exp(slot * LOG_BASE) * (1 - ERROR);
    }
}
