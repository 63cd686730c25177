package pakit.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// Two shares compared at a sample size that was fixed beforehand.
///
/// @param control and `treatment`: successes among `controlCount` and `treatmentCount`
public record Proportions(long control, long controlCount, long treatment, long treatmentCount) {
    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public Proportions {
        requireShare("control", control, controlCount);
        requireShare("treatment", treatment, treatmentCount);
    }

    /// Treatment minus control.
    public double difference() {
        return share(treatment, treatmentCount) - share(control, controlCount);
    }

    /// Two-sided p-value of "no difference": the z-test with pooled variance, the root of Pearson's chi-square.
    public double pValue() {
        double pooled = share(control + treatment, controlCount + treatmentCount);
        double variance = pooled * (1 - pooled) * (1.0 / controlCount + 1.0 / treatmentCount);
        return variance == 0 ? 1 : 2 * NORMAL.survivalProbability(Math.abs(difference()) / Math.sqrt(variance));
    }

    /// Two-sided interval for the difference from the two score intervals (Newcombe 1998, method 10); it stays within
    /// −1 and 1, and has a width where no success was seen.
    ///
    /// @param alpha error rate, as in 0.05
    public Interval interval(double alpha) {
        double z = NORMAL.inverseSurvivalProbability(alpha / 2);
        Interval c = wilson(control, controlCount, z);
        Interval t = wilson(treatment, treatmentCount, z);
        double pc = share(control, controlCount);
        double pt = share(treatment, treatmentCount);
        return new Interval(
                difference() - Math.hypot(pt - t.low(), c.high() - pc),
                difference() + Math.hypot(t.high() - pt, pc - c.low()));
    }

    /// The score interval of one share (Wilson 1927).
    private static Interval wilson(long successes, long count, double z) {
        double share = share(successes, count);
        double centre = share + z * z / (2.0 * count);
        double radius = z * Math.sqrt(share * (1 - share) / count + z * z / (4.0 * count * count));
        double scale = 1 + z * z / count;
        return new Interval((centre - radius) / scale, (centre + radius) / scale);
    }

    private static double share(long successes, long count) {
        return (double) successes / count;
    }

    private static void requireShare(String arm, long successes, long count) {
        if (count <= 0 || successes < 0 || successes > count) {
            throw new IllegalArgumentException("successes of " + arm + " must lie in 0.." + count
                    + " and its count be positive, found " + successes + " of " + count);
        }
    }
}
