package pakit.stats;

import java.util.Arrays;
import java.util.stream.LongStream;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/// Whether units fell into arms as they were meant to. A mismatch means that the split itself is broken, and that no
/// figure of the experiment may be believed.
public final class SampleRatio {
    /// Below this p-value a split counts as broken (the convention of large experiment platforms; it is looked at
    /// often).
    public static final double ALARM = 0.001;

    private SampleRatio() {}

    /// p-value of Pearson's chi-square test, for a single look.
    ///
    /// @param counts units per arm
    /// @param weights meant shares, in any unit
    public static double chiSquarePValue(long[] counts, double[] weights) {
        check(counts, weights);
        double units = LongStream.of(counts).sum();
        double total = Arrays.stream(weights).sum();
        double statistic = 0;
        for (int i = 0; i < counts.length; i++) {
            double expected = units * weights[i] / total;
            statistic += expected == 0 ? 0 : (counts[i] - expected) * (counts[i] - expected) / expected;
        }
        return ChiSquaredDistribution.of(counts.length - 1.0).survivalProbability(statistic);
    }

    /// Log of the e-value against "units fall as meant", which may be looked at after every unit: the
    /// Dirichlet-multinomial mixture with an even prior (Lindon and Malek 2020, arXiv:2011.03567).
    public static double logEvidence(long[] counts, double[] weights) {
        check(counts, weights);
        double total = Arrays.stream(weights).sum();
        double log = LogGamma.value(counts.length)
                - LogGamma.value(counts.length + (double) LongStream.of(counts).sum());
        for (int i = 0; i < counts.length; i++) {
            log += LogGamma.value(1.0 + counts[i]) - counts[i] * Math.log(weights[i] / total);
        }
        return log;
    }

    /// Always-valid p-value of [#logEvidence].
    public static double sequentialPValue(long[] counts, double[] weights) {
        return Math.min(1, Math.exp(-logEvidence(counts, weights)));
    }

    private static void check(long[] counts, double[] weights) {
        if (counts.length < 2 || counts.length != weights.length) {
            throw new IllegalArgumentException("need as many weights as counts, at least two, found " + counts.length
                    + " counts and " + weights.length + " weights");
        }
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] < 0 || !(weights[i] > 0) || Double.isInfinite(weights[i])) {
                throw new IllegalArgumentException("counts must be >= 0 and weights positive, found " + counts[i]
                        + " and " + weights[i] + " at arm " + i);
            }
        }
    }
}
