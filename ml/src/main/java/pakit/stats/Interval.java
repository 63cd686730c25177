package pakit.stats;

/// A closed interval; an end may be infinite.
public record Interval(double low, double high) {
    /// Nothing is known yet.
    public static final Interval ALL = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("interval must have low <= high, found [" + low + ", " + high + "]");
        }
    }

    static Interval around(double centre, double radius) {
        return new Interval(centre - radius, centre + radius);
    }

    public boolean contains(double x) {
        return low <= x && x <= high;
    }

    /// All differences `x − y` of an `x` in this and a `y` in `other`. If each covers its figure with error `alpha/2`,
    /// this covers their difference with error `alpha` (union bound).
    public Interval minus(Interval other) {
        return new Interval(low - other.high, high - other.low);
    }

    /// The interval of the negated figure.
    public Interval negated() {
        return new Interval(-high, -low);
    }

    public double width() {
        return high - low;
    }
}
