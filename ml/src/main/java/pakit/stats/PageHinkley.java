package pakit.stats;

/// Watches a stream for a rise of its mean in constant memory (Page 1954, Hinkley 1971): adds up how far values lie
/// above their mean so far, never below 0, and alarms when that is much. After an alarm it begins anew. For a fall,
/// watch the negative values. Not thread-safe.
public final class PageHinkley {
    private final Settings settings;
    private long count;
    private double mean;
    private double excess;

    /// @param valuesMin no alarm before so many values
    /// @param tolerance how far a value may lie from the mean at no charge, in the unit of the values
    /// @param threshold of the sum, in the unit of the values: greater means fewer false alarms, and later ones
    /// @param forgetting what the sum keeps from one value to the next, up to 1
    public record Settings(int valuesMin, double tolerance, double threshold, double forgetting) {
        /// For values between 0 and 1.
        public static final Settings STANDARD = new Settings(30, 0.005, 50, 0.9999);

        public Settings {
            if (valuesMin < 1 || !(tolerance >= 0) || !(threshold > 0) || !(forgetting > 0 && forgetting <= 1)) {
                throw new IllegalArgumentException("need valuesMin >= 1, tolerance >= 0, threshold > 0 and forgetting "
                        + "in (0, 1], found " + valuesMin + ", " + tolerance + ", " + threshold + ", " + forgetting);
            }
        }
    }

    public PageHinkley(Settings settings) {
        this.settings = settings;
    }

    /// Whether with `value` a rise is noticed.
    public boolean add(double value) {
        count++;
        mean += (value - mean) / count;
        excess = Math.max(0, settings.forgetting() * excess + value - mean - settings.tolerance());
        boolean risen = count >= settings.valuesMin() && excess > settings.threshold();
        if (risen) {
            count = 0;
            mean = 0;
            excess = 0;
        }
        return risen;
    }
}
