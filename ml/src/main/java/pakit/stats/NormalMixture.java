package pakit.stats;

/// An always-valid test of a mean: its interval holds at all times at once, so it may be looked at after every event.
///
/// The two-sided normal mixture (Robbins 1970; Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 2021,
/// proposition 5): with intrinsic time `v` (the sum of variances) and mixture precision `rho`, the process
/// `E = sqrt(rho/(v+rho)) · exp(s²/(2(v+rho)))` of a centred sum `s` exceeds `1/alpha` at any time with probability at
/// most `alpha`. With estimated variances it holds asymptotically (Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas,
/// Annals of Statistics 2024): ask for a minimum of events per arm before the first look.
///
/// @param rho precision of the mixture, in units of intrinsic time: smaller is tighter later
public record NormalMixture(double rho) {
    public NormalMixture {
        if (!(rho > 0) || Double.isInfinite(rho)) {
            throw new IllegalArgumentException("rho must be positive and finite, found " + rho);
        }
    }

    /// The mixture whose bound is tightest at intrinsic time `v` (Howard et al. 2021, proposition 3, in its usual
    /// approximation).
    public static NormalMixture tightestAt(double v, double alpha) {
        double twoLog = 2 * Math.log(1 / alpha);
        return new NormalMixture(v / (twoLog + Math.log1p(twoLog)));
    }

    /// The mixture for a difference of means that is tightest when the difference's variance has come down to
    /// `variance`, as at the planned sample size.
    public static NormalMixture tightestAtVariance(double variance, double alpha) {
        return tightestAt(1 / variance, alpha);
    }

    /// Log of the e-value against "the sum is centred at 0".
    public double logEvidence(double sum, double v) {
        return (Math.log(rho / (v + rho)) + sum * sum / (v + rho)) / 2;
    }

    /// How far a centred sum may stray at intrinsic time `v`, at all times at once.
    public double bound(double v, double alpha) {
        return Math.sqrt((v + rho) * (Math.log1p(v / rho) - 2 * Math.log(alpha)));
    }

    /// Interval for an effect that was estimated with the given variance: treatment − control of two [Moments], or any
    /// other asymptotically normal estimate. Information `1/variance` is the intrinsic time.
    public Interval interval(double estimate, double variance, double alpha) {
        if (!(variance > 0)) {
            return Interval.ALL; // no spread seen yet: that is ignorance, not certainty
        }
        double information = 1 / variance;
        return Interval.around(estimate, bound(information, alpha) / information);
    }

    /// Always-valid p-value of "the effect is 0" (Johari, Pekelis and Walsh 2015): the chance bound is on its minimum
    /// over all looks.
    public double pValue(double estimate, double variance) {
        if (!(variance > 0)) {
            return 1;
        }
        return Math.min(1, Math.exp(-logEvidence(estimate / variance, 1 / variance)));
    }
}
