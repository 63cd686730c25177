package pakit.ml.drift;

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
    REGRET("regret", 20, 25) {
        @Override
        OptionalDouble percent(TelemetryEvent event) {
            return event instanceof TelemetryEvent.OracleTried tried && Double.isFinite(tried.regretPercent())
                    ? OptionalDouble.of(tried.regretPercent())
                    : OptionalDouble.empty();
        }
    },

    /// The error of decisions: 100 where another codec would have cost less by more than [#NEAR_PERCENT].
    WRONG_CHOICES("wrong_choices", 100, 25) {
        @Override
        OptionalDouble percent(TelemetryEvent event) {
            return event instanceof TelemetryEvent.OracleTried tried && Double.isFinite(tried.regretPercent())
                    ? share(tried.regretPercent() > NEAR_PERCENT)
                    : OptionalDouble.empty();
        }
    },

    /// The error of the model: 100 where it was to be asked about a stored block and no usable answer came. Of the
    /// sample of blocks whose rows are logged, so that being watched costs a put nothing.
    FAILED_HINTS("failed_hints", 100, 50) {
        @Override
        OptionalDouble percent(TelemetryEvent event) {
            return event instanceof TelemetryEvent.BlockStored stored && stored.features() != null
                    ? failed(stored.why())
                    : OptionalDouble.empty();
        }
    };

    /// Times of packing are measured to about as much.
    private static final double NEAR_PERCENT = 1;

    /// How far a mean may rise at no charge, as a share of the range.
    private static final double TOLERANCE = 0.05;

    private static final int VALUES_MIN = 100;

    final String label;
    final double percentMax;
    final PageHinkley.Settings settings;

    /// @param threshold of Page–Hinkley, in ranges: a rise of twice the tolerance is noticed after 20 times as many
    ///     values, and streams of ones and zeros without a change alarm about once in a million values at 25, and
    ///     hardly ever at 50 (docs/benchmarks.md)
    WatchedSeries(String label, double percentMax, double threshold) {
        this.label = label;
        this.percentMax = percentMax;
        this.settings = new PageHinkley.Settings(VALUES_MIN, TOLERANCE, threshold, 0.9999);
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
