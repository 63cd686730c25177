package pakit.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.GroupSequential;
import pakit.stats.MannWhitney;
import pakit.stats.Proportions;
import pakit.stats.QuantileShift;
import pakit.stats.SampleRatio;
import pakit.stats.Welch;

/// What else can be said of two arms, where what is known of them allows it; else null. Intervals are `[low, high]`,
/// an end null where it is infinite.
///
/// @param proportions of values that are all 0 or 1: the z-test and Newcombe's interval, for one look
/// @param mannWhitney of kept values: their shift, for one look
/// @param quantiles of kept values, right at any look
/// @param cuped the difference of means less what was known before foretold of it, for one look
/// @param groupSequential whether a bound for planned looks is crossed
/// @param sampleRatio whether units fell into arms as meant
record FurtherTests(
        @Nullable Found proportions,
        @Nullable Found mannWhitney,
        @Nullable List<Quantile> quantiles,
        @Nullable Cuped cuped,
        @Nullable Planned groupSequential,
        @Nullable Split sampleRatio) {
    private static final List<Double> QUANTILES = List.of(0.5, 0.95, 0.99);

    record Found(double difference, double pValue, List<@Nullable Double> interval) {}

    record Quantile(
            double quantile, double control, double treatment, double pValue, List<@Nullable Double> interval) {}

    /// @param varianceLeft of the difference, as a share of what it is without
    record Cuped(double difference, double pValue, List<@Nullable Double> interval, double varianceLeft) {}

    /// @param z score of the difference
    /// @param bound on its absolute value at this look
    record Planned(double z, double bound, boolean crossed) {}

    /// p-values: of a fixed test, and of one that may be looked at any time.
    record Split(double chiSquare, double sequential) {}

    /// What was asked for beside the arms.
    ///
    /// @param looks shares of the planned evidence at which was looked up to now, which is the last; null if not
    /// planned
    /// @param share of the units that treatment was to get; null if nobody says
    record Asked(
            double @Nullable [] looks,
            GroupSequential.Spending spending,
            @Nullable Double share) {
        Asked {
            if (share != null && !(share > 0 && share < 1)) {
                throw new PakitException.Invalid("--split must lie between 0 and 1, found " + share);
            }
        }
    }

    static FurtherTests of(ArmFile.Arms arms, Welch welch, double alpha, Asked asked) {
        double[] control = arms.control().values();
        double[] treatment = arms.treatment().values();
        boolean kept = control.length > 0 && treatment.length > 0;
        boolean shares = arms.control().allShares() && arms.treatment().allShares();
        return new FurtherTests(
                shares ? proportions(arms, alpha) : null,
                kept && !shares ? mannWhitney(control, treatment, alpha) : null,
                kept && !shares ? quantiles(control, treatment, alpha) : null,
                cuped(arms, alpha),
                asked.looks == null ? null : planned(welch, asked.looks, alpha, asked.spending),
                asked.share == null ? null : split(arms, asked.share));
    }

    private static Found proportions(ArmFile.Arms arms, double alpha) {
        Proportions test = new Proportions(
                successes(arms.control()), arms.control().events(),
                successes(arms.treatment()), arms.treatment().events());
        return new Found(test.difference(), test.pValue(), ArmComparison.ends(test.interval(alpha)));
    }

    private static long successes(ArmFile.Arm arm) {
        return Math.round(arm.mean().value() * arm.events());
    }

    private static Found mannWhitney(double[] control, double[] treatment, double alpha) {
        MannWhitney test = MannWhitney.test(control, treatment, alpha);
        return new Found(test.shift(), test.pValue(), ArmComparison.ends(test.interval()));
    }

    private static List<Quantile> quantiles(double[] control, double[] treatment, double alpha) {
        double[] c = Arrays.stream(control).sorted().toArray();
        double[] t = Arrays.stream(treatment).sorted().toArray();
        List<Quantile> found = new ArrayList<>();
        for (double quantile : QUANTILES) {
            QuantileShift shift = new QuantileShift(quantile, sample(c), sample(t));
            found.add(new Quantile(
                    quantile,
                    value(c, quantile),
                    value(t, quantile),
                    shift.pValue(),
                    ArmComparison.ends(shift.interval(alpha))));
        }
        return found;
    }

    private static QuantileShift.Sample sample(double[] sorted) {
        return new QuantileShift.Sample(sorted.length, rank -> sorted[(int) rank - 1]);
    }

    private static double value(double[] sorted, double quantile) {
        return sorted[Math.max(0, (int) Math.ceil(quantile * sorted.length) - 1)];
    }

    private static @Nullable Cuped cuped(ArmFile.Arms arms, double alpha) {
        BivariateMoments control = arms.control().withBefore();
        BivariateMoments treatment = arms.treatment().withBefore();
        if (control.count() < 2 || treatment.count() < 2) {
            return null;
        }
        BivariateMoments all = control.plus(treatment);
        double theta = (control.codeviations() + treatment.codeviations())
                / Math.max(Double.MIN_NORMAL, control.squaredY() + treatment.squaredY());
        Estimate c = control.adjusted(theta, all.meanY());
        Estimate t = treatment.adjusted(theta, all.meanY());
        Welch test = Welch.difference(c, control.count(), t, treatment.count());
        double before =
                arms.control().mean().variance() + arms.treatment().mean().variance();
        return new Cuped(
                test.effect(),
                test.pValue(),
                ArmComparison.ends(test.interval(alpha)),
                before == 0 ? 1 : t.minus(c).variance() / before);
    }

    private static Planned planned(Welch welch, double[] looks, double alpha, GroupSequential.Spending spending) {
        double[] bounds;
        try {
            bounds = GroupSequential.bounds(looks, alpha, spending);
        } catch (IllegalArgumentException e) {
            throw new PakitException.Invalid("--looks: " + e.getMessage(), e);
        }
        double bound = bounds[bounds.length - 1];
        double z = welch.standardError() == 0 ? 0 : welch.effect() / welch.standardError();
        return new Planned(z, bound, Math.abs(z) >= bound);
    }

    private static Split split(ArmFile.Arms arms, double share) {
        long[] units = {arms.control().units(), arms.treatment().units()};
        double[] weights = {1 - share, share};
        return new Split(SampleRatio.chiSquarePValue(units, weights), SampleRatio.sequentialPValue(units, weights));
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (proportions != null) {
            lines.add("shares      p = %.4g, %s".formatted(proportions.pValue, shown(proportions.interval)));
        }
        if (mannWhitney != null) {
            lines.add("ranks       p = %.4g, shift %+.6g %s"
                    .formatted(mannWhitney.pValue, mannWhitney.difference, shown(mannWhitney.interval)));
        }
        for (Quantile one : quantiles == null ? List.<Quantile>of() : quantiles) {
            lines.add("quantile %s p = %.4g, %.6g and %.6g, %s, at any look"
                    .formatted(one.quantile, one.pValue, one.control, one.treatment, shown(one.interval)));
        }
        if (cuped != null) {
            lines.add("cuped       p = %.4g, difference %+.6g %s, %.0f %% of the variance left"
                    .formatted(cuped.pValue, cuped.difference, shown(cuped.interval), 100 * cuped.varianceLeft));
        }
        if (groupSequential != null) {
            lines.add("planned     z = %+.4g, the bound of this look is %.4g: %s"
                    .formatted(
                            groupSequential.z,
                            groupSequential.bound,
                            groupSequential.crossed ? "crossed" : "not crossed"));
        }
        if (sampleRatio != null) {
            lines.add("split       p = %.4g, at any look p = %.4g"
                    .formatted(sampleRatio.chiSquare, sampleRatio.sequential));
        }
        return lines;
    }

    private static String shown(List<@Nullable Double> ends) {
        return "[%s, %s]".formatted(ArmComparison.shown(ends.getFirst()), ArmComparison.shown(ends.getLast()));
    }
}
