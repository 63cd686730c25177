package pakit.stats;

import org.apache.commons.statistics.distribution.TDistribution;

/// Welch's t-test for two means with unequal variances (Welch 1947), for a sample size fixed beforehand: looking early
/// and often inflates its false positives (see [NormalMixture] for that).
///
/// @param effect treatment minus control, or that divided by control
/// @param standardError of the effect
/// @param degreesOfFreedom after Welch and Satterthwaite
public record Welch(double effect, double standardError, double degreesOfFreedom) {
    /// Compares means: effect = treatment − control.
    public static Welch difference(Moments control, Moments treatment) {
        return difference(Estimate.mean(control), control.count(), Estimate.mean(treatment), treatment.count());
    }

    /// Compares estimates that come from `controlCount` and `treatmentCount` units, as means by user do.
    public static Welch difference(Estimate control, long controlCount, Estimate treatment, long treatmentCount) {
        requireTwo(controlCount, treatmentCount);
        Estimate effect = treatment.minus(control);
        return new Welch(
                effect.value(),
                Math.sqrt(effect.variance()),
                degreesOfFreedom(control.variance(), controlCount, treatment.variance(), treatmentCount));
    }

    /// Compares means as a share of control: effect = (treatment − control) / control, its error by the delta method.
    ///
    /// @throws IllegalArgumentException if control's mean is 0
    public static Welch relative(Moments control, Moments treatment) {
        requireTwo(control.count(), treatment.count());
        Estimate effect = Estimate.mean(treatment).relativeTo(Estimate.mean(control));
        return new Welch(
                effect.value(),
                Math.sqrt(effect.variance()),
                degreesOfFreedom(control.meanVariance(), control.count(), treatment.meanVariance(), treatment.count()));
    }

    /// Two-sided p-value of "no effect".
    public double pValue() {
        if (standardError == 0) {
            return effect == 0 ? 1 : 0;
        }
        return 2 * student().survivalProbability(Math.abs(effect) / standardError);
    }

    /// p-value of "the effect is at most `bound`": small when it is greater.
    public double pValueGreater(double bound) {
        if (standardError == 0) {
            return effect > bound ? 0 : 1;
        }
        return student().survivalProbability((effect - bound) / standardError);
    }

    /// Two-sided interval for the effect.
    ///
    /// @param alpha error rate, as in 0.05
    public Interval interval(double alpha) {
        return standardError == 0
                ? new Interval(effect, effect)
                : Interval.around(effect, standardError * student().inverseSurvivalProbability(alpha / 2));
    }

    private TDistribution student() {
        return TDistribution.of(degreesOfFreedom);
    }

    /// Of two variances of estimates, each from so many units.
    private static double degreesOfFreedom(double a, long unitsA, double b, long unitsB) {
        double sum = a + b;
        return sum == 0 ? unitsA + unitsB - 2.0 : sum * sum / (a * a / (unitsA - 1) + b * b / (unitsB - 1));
    }

    private static void requireTwo(long control, long treatment) {
        if (control < 2 || treatment < 2) {
            throw new IllegalArgumentException(
                    "each arm needs at least two values, found " + control + " and " + treatment);
        }
    }
}
