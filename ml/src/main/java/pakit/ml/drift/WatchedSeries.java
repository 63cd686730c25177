package pakit.ml.drift;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalDouble;
import pakit.hint.Silence;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.stats.PageHinkley;

/// What is watched over time beside features and answers. All values are percents.
enum WatchedSeries {
    /// What a decision cost more than the cheapest, on each block that the oracle tried. What costs more than the
    /// greatest counts as that: one bad choice among thousands must not look like a change, and the smaller the range
    /// of values, the sooner a change of their mean is sure.
    REGRET("regret", 20, Duration.ofSeconds(1), 0.02, 50) {
        @Override
        OptionalDouble percent(TelemetryEvent event) {
            return event instanceof TelemetryEvent.OracleTried tried && Double.isFinite(tried.regretPercent())
                    ? OptionalDouble.of(tried.regretPercent())
                    : OptionalDouble.empty();
        }
    },

    /// The error of decisions: 100 where another codec would have cost less by more than [#NEAR_PERCENT].
    WRONG_CHOICES("wrong_choices", 100, Duration.ofSeconds(1), 0.05, 25) {
        @Override
        OptionalDouble percent(TelemetryEvent event) {
            return event instanceof TelemetryEvent.OracleTried tried && Double.isFinite(tried.regretPercent())
                    ? share(tried.regretPercent() > NEAR_PERCENT)
                    : OptionalDouble.empty();
        }
    },

    /// The error of the model: 100 where it was to be asked about a stored block and no usable answer came. Of the
    /// sample of blocks whose rows are logged, so that being watched costs a put nothing.
    FAILED_HINTS("failed_hints", 100, Duration.ZERO, 0.02, 100) {
        @Override
        OptionalDouble percent(TelemetryEvent event) {
            return event instanceof TelemetryEvent.BlockStored stored && stored.features() != null
                    ? failed(stored.why())
                    : OptionalDouble.empty();
        }
    };

    /// Times of packing are measured to about as much.
    private static final double NEAR_PERCENT = 1;

    private static final int VALUES_MIN = 100;

    final String label;
    final double percentMax;
    final Duration apart;
    final PageHinkley.Settings settings;

    /// @param apart of what comes sooner after the value before nothing is taken
    /// @param tolerance of Page–Hinkley, as a share of the range: how far a mean may rise at no charge
    /// @param threshold of it, in ranges: between false alarms there are about `e^(2tθ/v) v/2t²` values, for tolerance
    ///     t, threshold θ and variance v (Siegmund 1985, without the forgetting); what it is on real blocks stands in
    ///     docs/benchmarks.md
    WatchedSeries(String label, double percentMax, Duration apart, double tolerance, double threshold) {
        this.label = label;
        this.percentMax = percentMax;
        this.apart = apart;
        this.settings = new PageHinkley.Settings(VALUES_MIN, tolerance, threshold, 0.9999);
    }

    /// What `event` adds to the series, if anything.
    abstract OptionalDouble percent(TelemetryEvent event);

    private static OptionalDouble share(boolean is) {
        return OptionalDouble.of(is ? 100 : 0);
    }

    /// Empty where nobody was to be asked.
    private static OptionalDouble failed(String why) {
        if (why.equals("hinted") || why.equals("hint-ignored")) {
            return share(why.equals("hint-ignored"));
        }
        return Arrays.stream(Silence.values())
                .filter(silence -> silence.name().toLowerCase(Locale.ROOT).equals(why))
                .findFirst()
                .map(WatchedSeries::failed)
                .orElseGet(OptionalDouble::empty);
    }

    private static OptionalDouble failed(Silence silence) {
        return switch (silence) {
            case ABSTAINED -> share(false);
            case MODEL_FAILED, TOO_SLOW, BREAKER_OPEN -> share(true);
            case NOT_ASKED, ML_DISABLED, CONTROL_ARM, NO_MODEL -> OptionalDouble.empty();
        };
    }
}
