package pakit.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// How much evidence a test needs that is to find an effect: the sample size of the fixed two-sided z-test. A
/// sequential test is tuned to be tightest there.
///
/// @param alpha false positives, as in 0.05
/// @param power chance to find the effect if it is there, as in 0.8
public record SamplePlan(double alpha, double power) {
    /// 5 % and 80 %.
    public static final SamplePlan USUAL = new SamplePlan(0.05, 0.8);

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    public SamplePlan {
        if (!(alpha > 0 && alpha < 1) || !(power > 0 && power < 1)) {
            throw new IllegalArgumentException("alpha and power lie between 0 and 1, found " + alpha + " and " + power);
        }
    }

    /// Variance that the estimate of the effect has to come down to.
    public double variance(double effect) {
        if (!(Math.abs(effect) > 0) || Double.isInfinite(effect)) {
            throw new IllegalArgumentException("an effect to plan for must be finite and not 0, found " + effect);
        }
        double z = NORMAL.inverseSurvivalProbability(alpha / 2) + NORMAL.inverseCumulativeProbability(power);
        return effect * effect / (z * z);
    }

    /// Values per arm, in two arms of equal size.
    ///
    /// @param valueVariance of one value
    public long valuesPerArm(double effect, double valueVariance) {
        return (long) Math.ceil(2 * valueVariance / variance(effect));
    }

    /// The sequential test that is tightest when that evidence is there.
    public NormalMixture mixture(double effect) {
        return NormalMixture.tightestAtVariance(variance(effect), alpha);
    }
}
