package pakit.stats;

/// What is kept of a sample to compare means: its size, mean and sum of squared deviations (Welford 1962, merged as in
/// Chan, Golub and LeVeque 1979; no cancellation however large the mean is).
///
/// @param count of values
/// @param mean of the values; 0 if there is none
/// @param squaredDeviations sum of `(x - mean)²`
public record Moments(long count, double mean, double squaredDeviations) {
    public static final Moments EMPTY = new Moments(0, 0, 0);

    public Moments {
        if (count < 0 || !Double.isFinite(mean) || !(squaredDeviations >= 0)) {
            throw new IllegalArgumentException(
                    "moments need count >= 0, a finite mean and squaredDeviations >= 0, found " + count + ", " + mean
                            + ", " + squaredDeviations);
        }
    }

    /// From the sums that other systems report.
    ///
    /// @throws IllegalArgumentException if no sample has these sums
    public static Moments ofSums(long count, double sum, double sumOfSquares) {
        if (count <= 0) {
            throw new IllegalArgumentException("n must be positive, found " + count);
        }
        double deviations = sumOfSquares - sum * sum / count;
        if (deviations < -1e-9 * Math.abs(sumOfSquares)) {
            throw new IllegalArgumentException("no " + count + " values have sum " + sum + " and sum of squares "
                    + sumOfSquares + ": sumsq must be at least sum²/n = " + sum * sum / count);
        }
        return new Moments(count, sum / count, Math.max(0, deviations));
    }

    /// Of `successes` ones among `count` zeros and ones.
    public static Moments ofProportion(long successes, long count) {
        if (count <= 0 || successes < 0 || successes > count) {
            throw new IllegalArgumentException(
                    "successes must lie in 0.." + count + " and n be positive, found " + successes + " of " + count);
        }
        double share = (double) successes / count;
        return new Moments(count, share, share * (count - successes));
    }

    public Moments plus(double value) {
        double delta = value - mean;
        double newMean = mean + delta / (count + 1);
        return new Moments(count + 1, newMean, squaredDeviations + delta * (value - newMean));
    }

    public Moments plus(Moments other) {
        long n = count + other.count;
        if (n == 0) {
            return EMPTY;
        }
        double delta = other.mean - mean;
        double weight = (double) other.count / n;
        return new Moments(
                n, mean + delta * weight, squaredDeviations + other.squaredDeviations + delta * delta * count * weight);
    }

    /// Unbiased variance of one value; NaN below two values.
    public double variance() {
        return count < 2 ? Double.NaN : squaredDeviations / (count - 1);
    }

    /// Variance of the mean; NaN below two values.
    public double meanVariance() {
        return variance() / count;
    }
}
