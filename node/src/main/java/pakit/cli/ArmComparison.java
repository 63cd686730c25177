package pakit.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.stats.Estimate;
import pakit.stats.Interval;
import pakit.stats.NormalMixture;
import pakit.stats.Verdict;
import pakit.stats.Welch;

/// Two arms compared by their means.
///
/// @param difference treatment − control
/// @param relativeLift that as a share of control, or null if control's mean is 0
/// @param pValue two-sided, of Welch's test: right for one look at a size that was fixed beforehand
/// @param sequentialPValue always valid, right at any look
/// @param verdict from the sequential interval: right whenever it is looked at
/// @param further what else can be said
record ArmComparison(
        double difference,
        @Nullable Double relativeLift,
        double pValue,
        double sequentialPValue,
        Intervals intervals,
        String verdict,
        Summary control,
        Summary treatment,
        double alpha,
        @JsonUnwrapped FurtherTests further) {
    /// Which way a figure is better.
    @SuppressWarnings("java:S115") // as written on the command line
    enum Better {
        higher,
        lower
    }

    /// @param planned values of both arms at which the sequential test is to be tightest
    record Settings(double alpha, long planned, Better better, double margin, FurtherTests.Asked further) {
        Settings {
            if (!(alpha > 0 && alpha < 1)) {
                throw new PakitException.Invalid("--alpha must lie between 0 and 1, found " + alpha);
            }
            if (planned < 2) {
                throw new PakitException.Invalid("--planned must be at least 2, found " + planned);
            }
            if (!(margin >= 0)) {
                throw new PakitException.Invalid("--margin must be 0 or positive, found " + margin);
            }
        }
    }

    /// Of the difference, as `[low, high]`; an end is null where it is infinite.
    record Intervals(List<@Nullable Double> welch, List<@Nullable Double> sequential) {}

    /// @param units independent ones: users where they are known, else events
    record Summary(long events, long units, double mean) {}

    static ArmComparison of(ArmFile.Arms arms, Settings settings) {
        ArmFile.Arm control = arms.control();
        ArmFile.Arm treatment = arms.treatment();
        Welch welch = welch(control, treatment);
        Estimate effect = treatment.mean().minus(control.mean());
        double seen = (double) control.events() + treatment.events();
        NormalMixture mixture = effect.variance() > 0
                ? NormalMixture.tightestAtVariance(effect.variance() * seen / settings.planned, settings.alpha)
                : new NormalMixture(1); // no spread was seen: whatever the mixture, nothing is known
        Interval sequential = mixture.interval(effect.value(), effect.variance(), settings.alpha);
        Interval improvement = settings.better == Better.higher ? sequential : sequential.negated();
        return new ArmComparison(
                effect.value(),
                control.mean().value() == 0
                        ? null
                        : treatment.mean().relativeTo(control.mean()).value(),
                welch.pValue(),
                mixture.pValue(effect.value(), effect.variance()),
                new Intervals(ends(welch.interval(settings.alpha)), ends(sequential)),
                Verdict.of(improvement, settings.margin)
                        .name()
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '-'),
                summary(control),
                summary(treatment),
                settings.alpha,
                FurtherTests.of(arms, welch, settings.alpha, settings.further));
    }

    private static Welch welch(ArmFile.Arm control, ArmFile.Arm treatment) {
        try {
            return Welch.difference(control.mean(), control.units(), treatment.mean(), treatment.units());
        } catch (IllegalArgumentException e) {
            throw new PakitException.Invalid(String.valueOf(e.getMessage()), e);
        }
    }

    List<String> lines() {
        String lift = relativeLift == null ? "" : " (%+.2f %%)".formatted(100 * relativeLift);
        List<String> lines = new ArrayList<>(List.of(
                "control     mean %.6g of %,d events".formatted(control.mean, control.events),
                "treatment   mean %.6g of %,d events".formatted(treatment.mean, treatment.events),
                "difference  %+.6g%s".formatted(difference, lift),
                "fixed size  p = %.4g, %s".formatted(pValue, shown(intervals.welch)),
                "sequential  p = %.4g, %s".formatted(sequentialPValue, shown(intervals.sequential)),
                "verdict     " + verdict.replace('-', ' ')));
        lines.addAll(further.lines());
        return lines;
    }

    private String shown(List<@Nullable Double> ends) {
        return "%.0f %% interval [%s, %s]".formatted(100 * (1 - alpha), shown(ends.getFirst()), shown(ends.getLast()));
    }

    static String shown(@Nullable Double end) {
        return end == null ? "unbounded" : "%.6g".formatted(end);
    }

    static List<@Nullable Double> ends(Interval interval) {
        return Arrays.asList(finite(interval.low()), finite(interval.high()));
    }

    private static @Nullable Double finite(double end) {
        return Double.isFinite(end) ? end : null;
    }

    private static Summary summary(ArmFile.Arm arm) {
        return new Summary(arm.events(), arm.units(), arm.mean().value());
    }
}
