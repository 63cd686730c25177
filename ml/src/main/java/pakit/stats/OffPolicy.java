package pakit.stats;

/// What another policy would have brought, from what the logging policy did and with what probability.
///
/// Each logged unit has a weight `w = [candidate would have done the same] / propensity`, an outcome `y`, and, for the
/// doubly robust estimator, what a reward model foretells of the action that was done (`q`) and of the one that the
/// candidate would have done (`v`):
///
/// | estimator | mean over the units | source |
/// |---|---|---|
/// | [#ips] | `w·y` | Horvitz and Thompson, JASA 1952 |
/// | [#snips] | `w·y`, over the mean of `w` | Swaminathan and Joachims, NIPS 2015 |
/// | [#doublyRobust] | `v + w·(y − q)` | Dudík, Langford and Li, ICML 2011 |
///
/// Unbiased as long as the logging policy could have done whatever the candidate would do; then [#support], the mean
/// weight, is 1 but for chance. Below 1 for sure, some of the candidate's choices were never tried, and only the doubly
/// robust estimator says something of them, as good as its reward model. The model must not have been fitted to the
/// same units.
///
/// Immutable; sums of units, which can be added one by one.
///
/// @param weightSquares sum of `w²`
/// @param weighted pairs of `w·y` and `w`
/// @param robust of `v + w·(y − q)`
public record OffPolicy(double weightSquares, BivariateMoments weighted, Moments robust) {
    public static final OffPolicy EMPTY = new OffPolicy(0, BivariateMoments.EMPTY, Moments.EMPTY);

    /// One logged unit.
    ///
    /// @param weight 0 where the candidate would have done something else
    /// @param foretold of the action that was done; anything where the weight is 0
    /// @param foretoldOfCandidate of the candidate's action
    public record Unit(double weight, double outcome, double foretold, double foretoldOfCandidate) {
        public Unit {
            if (!(weight >= 0) || Double.isInfinite(weight)) {
                throw new IllegalArgumentException("a weight must be finite and not negative, found " + weight);
            }
        }
    }

    public OffPolicy plus(Unit unit) {
        double w = unit.weight();
        return new OffPolicy(
                weightSquares + w * w,
                weighted.plus(w * unit.outcome(), w),
                robust.plus(unit.foretoldOfCandidate() + (w == 0 ? 0 : w * (unit.outcome() - unit.foretold()))));
    }

    public long units() {
        return robust.count();
    }

    /// Inverse propensity scores: unbiased, of large variance where propensities are small.
    public Estimate ips() {
        long n = weighted.count();
        return new Estimate(weighted.meanX(), n < 2 ? Double.NaN : weighted.squaredX() / (n - 1) / n);
    }

    /// Self-normalized: a little biased in small samples, and less scattered. NaN if no unit has a weight.
    public Estimate snips() {
        return weighted.meanY() == 0 ? new Estimate(Double.NaN, Double.NaN) : weighted.ratio();
    }

    /// Doubly robust: right if the propensities are, and the closer the reward model is the less scattered.
    public Estimate doublyRobust() {
        return Estimate.mean(robust);
    }

    /// The mean weight: 1 if all that the candidate would do was tried, with its variance.
    public Estimate support() {
        long n = weighted.count();
        return new Estimate(weighted.meanY(), n < 2 ? Double.NaN : weighted.squaredY() / (n - 1) / n);
    }

    /// How many units of equal weight would say as much: `(Σw)² / Σw²` (Kish 1965). Far below [#units], intervals are
    /// not to be trusted.
    public double effectiveSampleSize() {
        double sum = weighted.meanY() * weighted.count();
        return weightSquares == 0 ? 0 : sum * sum / weightSquares;
    }
}
