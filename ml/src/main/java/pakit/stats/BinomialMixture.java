package pakit.stats;

import java.util.function.LongToDoubleFunction;
import org.apache.commons.numbers.gamma.LogBeta;

/// An always-valid, exact interval for a share: the beta-binomial mixture (Robbins 1970; Howard et al. 2021, section
/// 3.3) with a Beta(a, b) mixture over the share. `E(p) = B(a+s, b+f) / (B(a, b) · p^s · (1−p)^f)` for `s` successes
/// and `f` failures; the shares with `E(p) < 1/alpha` cover the truth at all times at once with probability `1 −
/// alpha`.
///
/// Turned round, it bounds the ranks among which a quantile lies, for any distribution.
///
/// @param a prior successes of the mixture; 1 and 1 spread it evenly
/// @param b prior failures of the mixture
public record BinomialMixture(double a, double b) {
    public static final BinomialMixture UNIFORM = new BinomialMixture(1, 1);

    private static final int BISECTIONS = 60;

    public BinomialMixture {
        if (!(a > 0) || !(b > 0)) {
            throw new IllegalArgumentException("a and b must be positive, found " + a + " and " + b);
        }
    }

    /// Log of the e-value against "the share is `p`".
    public double logEvidence(long successes, long failures, double p) {
        return LogBeta.value(a + successes, b + failures)
                - LogBeta.value(a, b)
                - weighted(successes, p)
                - weighted(failures, 1 - p);
    }

    /// Interval for the share of successes.
    public Interval interval(long successes, long count, double alpha) {
        if (successes < 0 || successes > count || !(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("need 0 <= successes <= n and 0 < alpha < 1, found " + successes + " of "
                    + count + ", alpha " + alpha);
        }
        if (count == 0) {
            return new Interval(0, 1);
        }
        double estimate = (double) successes / count;
        return new Interval(edge(successes, count, alpha, estimate, 0), edge(successes, count, alpha, estimate, 1));
    }

    /// 1-based ranks between which the `quantile` of `count` ordered values lies, at all times at once; rank 0 stands
    /// for −∞ and `count + 1` for +∞.
    ///
    /// @param quantile 0..1 exclusive, as in 0.95
    public Ranks quantileRanks(double quantile, long count, double alpha) {
        if (!(quantile > 0 && quantile < 1) || count < 0) {
            throw new IllegalArgumentException("need 0 < quantile < 1 and n >= 0, found " + quantile + " and " + count);
        }
        long middle = Math.round(quantile * count);
        long low = firstPlausible(quantile, count, middle, alpha, -1);
        long high = firstPlausible(quantile, count, middle, alpha, +1);
        return new Ranks(low, high + 1);
    }

    /// Ranks of the values that enclose a quantile.
    public record Ranks(long low, long high) {}

    /// Interval for a quantile of `count` values, at all times at once, for any distribution.
    ///
    /// @param valueAtRank the value of a 1-based rank: from kept values or from a sketch, whose error it has
    public Interval quantileInterval(double quantile, long count, double alpha, LongToDoubleFunction valueAtRank) {
        Ranks ranks = quantileRanks(quantile, count, alpha);
        return new Interval(
                ranks.low() < 1 ? Double.NEGATIVE_INFINITY : valueAtRank.applyAsDouble(ranks.low()),
                ranks.high() > count ? Double.POSITIVE_INFINITY : valueAtRank.applyAsDouble(ranks.high()));
    }

    /// The point between the plausible `estimate` and the `end` of the unit interval where shares stop being plausible.
    private double edge(long successes, long count, double alpha, double estimate, double end) {
        double threshold = -Math.log(alpha);
        if (logEvidence(successes, count - successes, end) < threshold) {
            return end;
        }
        double inside = estimate;
        double outside = end;
        for (int i = 0; i < BISECTIONS; i++) {
            double middle = (inside + outside) / 2;
            if (logEvidence(successes, count - successes, middle) < threshold) {
                inside = middle;
            } else {
                outside = middle;
            }
        }
        return outside;
    }

    /// The count of values at or below the quantile, farthest from `middle` in direction `step`, that is still
    /// plausible.
    private long firstPlausible(double quantile, long count, long middle, double alpha, int step) {
        long inside = middle;
        long outside = step < 0 ? -1 : count + 1;
        while (Math.abs(outside - inside) > 1) {
            long probe = (inside + outside) / 2;
            if (logEvidence(probe, count - probe, quantile) < -Math.log(alpha)) {
                inside = probe;
            } else {
                outside = probe;
            }
        }
        return inside;
    }

    private static double weighted(long count, double p) {
        return count == 0 ? 0 : count * Math.log(p);
    }
}
