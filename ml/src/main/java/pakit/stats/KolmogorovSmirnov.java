package pakit.stats;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/// Whether two samples of an ordered quantity come from one distribution: the largest difference between their
/// cumulative shares (Smirnov 1948).
///
/// @param statistic the difference, 0 to 1
/// @param pValue two-sided, of "one distribution", for a single look
public record KolmogorovSmirnov(double statistic, double pValue) {
    /// Below this the sum of the series is 1 to the last digit.
    private static final double CERTAIN = 0.2;

    /// Of kept values; exact for small samples.
    ///
    /// @throws IllegalArgumentException if a sample has fewer than two values, or what is not a number
    public static KolmogorovSmirnov test(double[] reference, double[] current) {
        requireNumbers("reference", reference);
        requireNumbers("current", current);
        var result = KolmogorovSmirnovTest.withDefaults().test(reference, current);
        return new KolmogorovSmirnov(result.getStatistic(), Math.min(1, result.getPValue()));
    }

    /// Of counts in the same ordered bins. What happens within a bin is not seen, so the p-value is at least that of
    /// the values themselves; it is asymptotic (with the correction of Stephens 1970).
    ///
    /// @throws IllegalArgumentException unless both have as many bins, and at least one count
    public static KolmogorovSmirnov ofCounts(long[] reference, long[] current) {
        Divergence.requireBins(reference, current);
        double m = LongStream.of(reference).sum();
        double n = LongStream.of(current).sum();
        double largest = 0;
        double below = 0;
        double belowCurrent = 0;
        for (int bin = 0; bin < reference.length; bin++) {
            below += reference[bin];
            belowCurrent += current[bin];
            largest = Math.max(largest, Math.abs(below / m - belowCurrent / n));
        }
        double root = Math.sqrt(m * n / (m + n));
        return new KolmogorovSmirnov(largest, survival((root + 0.12 + 0.11 / root) * largest));
    }

    /// Kolmogorov's limit distribution, from above.
    private static double survival(double lambda) {
        if (lambda < CERTAIN) {
            return 1;
        }
        double sum = 0;
        double term = 1;
        for (int k = 1; Math.abs(term) > 1e-16 * sum || k == 1; k++) {
            term = (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * lambda * lambda);
            sum += term;
        }
        return Math.clamp(sum, 0, 1);
    }

    private static void requireNumbers(String name, double[] values) {
        if (values.length < 2 || Arrays.stream(values).anyMatch(value -> !Double.isFinite(value))) {
            throw new IllegalArgumentException(name + " needs at least two values, and finite ones only");
        }
    }
}
