package pakit.stats;

import java.util.function.LongToDoubleFunction;

/// How far a quantile of treatment lies from that of control, for any distribution and at all times at once: the union
/// bound over the ranks that enclose the quantile in each arm ([BinomialMixture#quantileRanks]; Howard and Ramdas,
/// *Sequential estimation of quantiles*, Bernoulli 2022). Values must not depend on each other.
///
/// @param quantile 0..1 exclusive, as in 0.95
public record QuantileShift(double quantile, Sample control, Sample treatment) {
    private static final int BISECTIONS = 50;

    /// Below this, a p-value is told as this.
    private static final double P_MIN = 1e-12;

    /// Values of one arm in their order.
    ///
    /// @param valueAtRank the value of a 1-based rank: from kept values or from a sketch, whose error it has
    public record Sample(long count, LongToDoubleFunction valueAtRank) {}

    /// Of the shift, treatment − control.
    ///
    /// @param alpha error rate, as in 0.05
    public Interval interval(double alpha) {
        return arm(treatment, alpha).minus(arm(control, alpha));
    }

    /// Of "no shift", right at any look: the least error rate at which the interval leaves out 0, as every test is an
    /// interval turned round.
    public double pValue() {
        double low = Math.log(P_MIN);
        double high = 0;
        if (!interval(P_MIN).contains(0)) {
            return P_MIN;
        }
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (low + high) / 2;
            if (interval(Math.exp(middle)).contains(0)) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return Math.exp(high);
    }

    private Interval arm(Sample arm, double alpha) {
        return BinomialMixture.UNIFORM.quantileInterval(quantile, arm.count(), alpha / 2, arm.valueAtRank());
    }
}
