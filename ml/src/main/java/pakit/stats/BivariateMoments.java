package pakit.stats;

/// What is kept of pairs `(x, y)`, one of each unit: enough for ratios of sums ([#ratio]), for variances clustered by
/// unit, and for CUPED ([#adjusted]). Merged as [Moments] are; a unit is whatever was assigned to an arm, mostly a
/// user.
///
/// @param count of units
/// @param codeviations sum of `(x − mean of x)·(y − mean of y)`
public record BivariateMoments(
        long count, double meanX, double meanY, double squaredX, double squaredY, double codeviations) {
    public static final BivariateMoments EMPTY = new BivariateMoments(0, 0, 0, 0, 0, 0);

    public BivariateMoments {
        boolean isFinite = Double.isFinite(meanX) && Double.isFinite(meanY) && Double.isFinite(codeviations);
        if (count < 0 || !isFinite || !(squaredX >= 0) || !(squaredY >= 0)) {
            throw new IllegalArgumentException(
                    "moments of pairs need count >= 0, finite means and sums of squares >= 0," + " found " + count
                            + " pairs, means " + meanX + " and " + meanY);
        }
    }

    public BivariateMoments plus(double x, double y) {
        return plus(new BivariateMoments(1, x, y, 0, 0, 0));
    }

    public BivariateMoments plus(BivariateMoments other) {
        long n = count + other.count;
        if (n == 0) {
            return EMPTY;
        }
        double weight = (double) other.count / n;
        double dx = other.meanX - meanX;
        double dy = other.meanY - meanY;
        double cross = count * weight;
        return new BivariateMoments(
                n,
                meanX + dx * weight,
                meanY + dy * weight,
                squaredX + other.squaredX + dx * dx * cross,
                squaredY + other.squaredY + dy * dy * cross,
                codeviations + other.codeviations + dx * dy * cross);
    }

    /// `sum of x / sum of y`, its variance by the delta method over units (Deng, Knoblich and Lu, KDD 2018). With `x` a
    /// user's total and `y` the number of that user's events this is the mean per event, its variance clustered by
    /// user: right however many events one user sends.
    ///
    /// @throws IllegalArgumentException if the sum of `y` is 0
    public Estimate ratio() {
        if (meanY == 0) {
            throw new IllegalArgumentException("a ratio needs a denominator other than 0");
        }
        double ratio = meanX / meanY;
        double residuals = Math.max(0, squaredX - 2 * ratio * codeviations + ratio * ratio * squaredY);
        return new Estimate(ratio, residuals / (count - 1) / count / (meanY * meanY));
    }

    /// How much of `x` the covariate `y` foretells: `cov(x, y) / var(y)`; 0 if `y` does not vary.
    public double theta() {
        return squaredY == 0 ? 0 : codeviations / squaredY;
    }

    /// Mean of `x` with what the covariate foretold taken off: CUPED (Deng, Xu, Kohavi and Walker, WSDM 2013). `y` must
    /// have been known before the unit was assigned.
    ///
    /// @param theta the same for all arms, as [#theta] of their units taken together
    /// @param meanOfCovariate over all arms
    public Estimate adjusted(double theta, double meanOfCovariate) {
        double residuals = Math.max(0, squaredX - 2 * theta * codeviations + theta * theta * squaredY);
        return new Estimate(meanX - theta * (meanY - meanOfCovariate), residuals / (count - 1) / count);
    }
}
