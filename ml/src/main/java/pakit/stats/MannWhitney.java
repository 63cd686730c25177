package pakit.stats;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.MannWhitneyUTest;

/// The rank-sum test of two samples (Mann and Whitney 1947) with the Hodges–Lehmann estimate of their shift: robust
/// against outliers, at a sample size fixed beforehand, on kept values. Ties are allowed.
///
/// @param shift by which treatment lies above control, the median of all differences
/// @param interval of the shift
/// @param pValue two-sided, of "no shift"; exact for small samples without ties
public record MannWhitney(double shift, Interval interval, double pValue) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);
    private static final int BISECTIONS = 100;

    /// @param alpha error rate of the interval, as in 0.05
    /// @throws IllegalArgumentException if a sample is empty or holds what is not a number
    public static MannWhitney test(double[] control, double[] treatment, double alpha) {
        requireNumbers("control", control);
        requireNumbers("treatment", treatment);
        double z = NORMAL.inverseSurvivalProbability(alpha / 2);
        double low = shiftWhere(treatment, control, z);
        double high = shiftWhere(treatment, control, -z);
        double pValue = MannWhitneyUTest.withDefaults().test(treatment, control).getPValue();
        return new MannWhitney(
                medianDifference(treatment, control),
                new Interval(Math.min(low, high), high),
                Double.isNaN(pValue) ? 1 : pValue); // all values are equal
    }

    private static double medianDifference(double[] treatment, double[] control) {
        double[] x = Arrays.stream(treatment).sorted().toArray();
        double[] y = Arrays.stream(control).sorted().toArray();
        long pairs = (long) x.length * y.length;
        return (difference(x, y, (pairs + 1) / 2) + difference(x, y, pairs / 2 + 1)) / 2;
    }

    /// The `rank`-th smallest of all differences, counted from 1, without making them.
    private static double difference(double[] x, double[] y, long rank) {
        double low = Math.nextDown(x[0] - y[y.length - 1]);
        double high = x[x.length - 1] - y[0];
        for (int i = 0; i < BISECTIONS && Math.nextUp(low) < high; i++) {
            double middle = low + (high - low) / 2;
            if (pairsAtMost(x, y, middle) < rank) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    private static long pairsAtMost(double[] x, double[] y, double difference) {
        long pairs = 0;
        int from = 0;
        for (double value : x) {
            while (from < y.length && value - y[from] > difference) {
                from++;
            }
            pairs += y.length - from;
        }
        return pairs;
    }

    /// The shift at which the samples, moved together by it, have the standard score `z`: the score falls as the shift
    /// grows. Normal approximation with continuity correction, as `wilcox.test` of R does it.
    private static double shiftWhere(double[] treatment, double[] control, double z) {
        DoubleUnaryOperator excess = shift -> score(treatment, control, shift) - z;
        double low = Arrays.stream(treatment).min().orElseThrow()
                - Arrays.stream(control).max().orElseThrow();
        double high = Arrays.stream(treatment).max().orElseThrow()
                - Arrays.stream(control).min().orElseThrow();
        if (excess.applyAsDouble(low) <= 0) {
            return low;
        }
        if (excess.applyAsDouble(high) >= 0) {
            return high;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (excess.applyAsDouble(middle) > 0) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return (low + high) / 2;
    }

    private static double score(double[] treatment, double[] control, double shift) {
        int nx = treatment.length;
        int ny = control.length;
        double[] x =
                Arrays.stream(treatment).map(value -> value - shift).sorted().toArray();
        double[] y = control.clone();
        Arrays.sort(y);
        double wins = wins(x, y);
        double centred = wins - nx * (double) ny / 2;
        double n = (double) nx + ny;
        double deviation = Math.sqrt(nx * (double) ny / 12 * (n + 1 - ties(x, y) / (n * (n - 1))));
        return deviation == 0 ? 0 : (centred - Math.signum(centred) * 0.5) / deviation;
    }

    /// Pairs in which `x` is greater, equal ones counted half; both are sorted.
    private static double wins(double[] x, double[] y) {
        double wins = 0;
        int below = 0;
        int notAbove = 0;
        for (double value : x) {
            while (below < y.length && y[below] < value) {
                below++;
            }
            notAbove = Math.max(notAbove, below);
            while (notAbove < y.length && y[notAbove] <= value) {
                notAbove++;
            }
            wins += (below + notAbove) / 2.0;
        }
        return wins;
    }

    /// Sum of `t³ − t` over groups of `t` equal values.
    private static double ties(double[] x, double[] y) {
        double[] all = Arrays.copyOf(x, x.length + y.length);
        System.arraycopy(y, 0, all, x.length, y.length);
        Arrays.sort(all);
        double sum = 0;
        int from = 0;
        for (int i = 1; i <= all.length; i++) {
            if (i == all.length || all[i] != all[from]) {
                double equal = i - from;
                sum += equal * equal * equal - equal;
                from = i;
            }
        }
        return sum;
    }

    private static void requireNumbers(String arm, double[] values) {
        if (values.length == 0 || Arrays.stream(values).anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException(arm + " needs at least one value, and finite ones only");
        }
    }
}
