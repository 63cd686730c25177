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

    public double width() {
        return high - low;
    }
}
