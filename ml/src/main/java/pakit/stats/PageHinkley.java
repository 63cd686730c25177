package pakit.stats;

/// Watches a stream for a rise of its mean in constant memory (Page 1954, Hinkley 1971): adds up how far values lie
/// above their mean so far, never below 0, and alarms when that is much. After an alarm it begins anew. For a fall,
/// watch the negative values. Not thread-safe.
public final class PageHinkley {
    private final Settings settings;
    private long count;
    private double mean;
    private double excess;
    private double meanBefore;
    private long rising;
    private double risingSum;
    private Rise newest = new Rise(0, 0, 0);

    /// What an alarm was about.
    ///
    /// @param values since the sum was last 0, which is when the rise began
    /// @param from mean before, and `to`: of these values
    public record Rise(long values, double from, double to) {}

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
        follow(value);
        boolean risen = count >= settings.valuesMin() && excess > settings.threshold();
        if (risen) {
            newest = new Rise(rising, meanBefore, risingSum / rising);
            count = 0;
            mean = 0;
            excess = 0;
            follow(0);
        }
        return risen;
    }

    private void follow(double value) {
        if (excess == 0) {
            meanBefore = mean;
            rising = 0;
            risingSum = 0;
        } else {
            rising++;
            risingSum += value;
        }
    }

    /// The rise that was noticed last; of no values if there was none.
    public Rise newest() {
        return newest;
    }
}
