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
        requireTwo(control, treatment);
        double error = Math.sqrt(control.meanVariance() + treatment.meanVariance());
        return new Welch(treatment.mean() - control.mean(), error, degreesOfFreedom(control, treatment));
    }

    /// Compares means as a share of control: effect = (treatment − control) / control, its error by the delta method.
    ///
    /// @throws IllegalArgumentException if control's mean is 0
    public static Welch relative(Moments control, Moments treatment) {
        requireTwo(control, treatment);
        double base = control.mean();
        if (base == 0) {
            throw new IllegalArgumentException("a relative effect needs a control mean other than 0");
        }
        double ratio = treatment.mean() / base;
        double error = Math.sqrt(treatment.meanVariance() + ratio * ratio * control.meanVariance()) / Math.abs(base);
        return new Welch(ratio - 1, error, degreesOfFreedom(control, treatment));
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

    private static double degreesOfFreedom(Moments a, Moments b) {
        double va = a.meanVariance();
        double vb = b.meanVariance();
        double sum = va + vb;
        return sum == 0
                ? a.count() + b.count() - 2.0
                : sum * sum / (va * va / (a.count() - 1) + vb * vb / (b.count() - 1));
    }

    private static void requireTwo(Moments control, Moments treatment) {
        if (control.count() < 2 || treatment.count() < 2) {
            throw new IllegalArgumentException(
                    "each arm needs at least two values, found " + control.count() + " and " + treatment.count());
        }
    }
}
