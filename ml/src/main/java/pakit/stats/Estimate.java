package pakit.stats;

import org.apache.commons.statistics.distribution.NormalDistribution;

/// An asymptotically normal estimate: of a mean, a ratio, or a difference of these.
///
/// @param variance of the estimate, not of one value; NaN where it is not known yet
public record Estimate(double value, double variance) {
    /// The mean of a sample.
    public static Estimate mean(Moments moments) {
        return new Estimate(moments.mean(), moments.meanVariance());
    }

    /// The fixed-sample interval: valid at one look that was set in advance. [Interval#ALL] while the variance is not
    /// known.
    ///
    /// @param alpha error rate, as in 0.05
    public Interval interval(double alpha) {
        if (Double.isNaN(variance) || Double.isNaN(value)) {
            return Interval.ALL;
        }
        double quantile = NormalDistribution.of(0, 1).inverseSurvivalProbability(alpha / 2);
        return Interval.around(value, quantile * Math.sqrt(variance));
    }

    /// The same estimate in another unit.
    public Estimate times(double factor) {
        return new Estimate(value * factor, variance * factor * factor);
    }

    /// `this − base`, of independent arms.
    public Estimate minus(Estimate base) {
        return new Estimate(value - base.value, variance + base.variance);
    }

    /// `(this − base) / base`, of independent arms, its variance by the delta method.
    ///
    /// @throws IllegalArgumentException if `base` is 0
    public Estimate relativeTo(Estimate base) {
        if (base.value == 0) {
            throw new IllegalArgumentException("a relative effect needs a control mean other than 0");
        }
        double ratio = value / base.value;
        return new Estimate(ratio - 1, (variance + ratio * ratio * base.variance) / (base.value * base.value));
    }

    /// The same estimate of a figure that is better when it is smaller, turned so that positive is better.
    public Estimate negated() {
        return new Estimate(-value, variance);
    }
}
