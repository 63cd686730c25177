package pakit.ml.models;

/// A measured figure with its 95 % interval.
public record Metric(double value, double low, double high) {
    /// Of the standard normal distribution, for 95 % between both sides.
    private static final double NORMAL_975 = 1.96;

    /// A figure without an interval: it is of one run, or exact.
    public static Metric exact(double value) {
        return new Metric(value, value, value);
    }

    /// A mean with the interval of the normal approximation.
    public static Metric mean(double mean, double standardError) {
        return new Metric(mean, mean - NORMAL_975 * standardError, mean + NORMAL_975 * standardError);
    }
}
