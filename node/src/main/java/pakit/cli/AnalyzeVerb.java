package pakit.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.stats.GroupSequential;
import pakit.stats.Moments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "analyze",
        description = "Compares the means of two arms: a fixed-sample test, and one that may be looked at any time.",
        footer = {
            "",
            "FILE.csv has the columns arm (control or treatment) and value, and optionally user: then the variance is",
            "by users, right however many events one user sends. Or before: what was known of a unit before it was",
            "assigned, which takes its part off the variance. Exits with 0 whatever the verdict.",
            "",
            "Examples:",
            "  pakit experiment analyze --control 3407,1396.87,52377.98 --treatment 3461,2422.7,134698.3",
            "  pakit experiment analyze latencies.csv --better lower --json",
            "  pakit experiment analyze latencies.csv --looks 0.25,0.5 --split 0.5"
        })
final class AnalyzeVerb extends Verb {
    private static final String ARM = "N,SUM,SUMSQ";

    @Parameters(arity = "0..1", paramLabel = "FILE.csv", description = "The events of both arms.")
    private @Nullable Path file;

    @Option(
            names = "--control",
            paramLabel = ARM,
            description = "Count, sum and sum of squares of the control's values.")
    private @Nullable String control;

    @Option(names = "--treatment", paramLabel = ARM, description = "The same of the treatment.")
    private @Nullable String treatment;

    @Option(
            names = "--alpha",
            paramLabel = "SHARE",
            description = "Error rate of tests and intervals. Default: ${DEFAULT-VALUE}")
    private double alpha = 0.05;

    @Option(
            names = "--better",
            paramLabel = "higher|lower",
            description = "Which way is better, for the verdict. Default: ${DEFAULT-VALUE}")
    private ArmComparison.Better better = ArmComparison.Better.higher;

    @Option(
            names = "--margin",
            paramLabel = "X",
            description = "By how much treatment may be worse without mattering. Default: 0")
    private double margin;

    @Option(
            names = "--planned",
            paramLabel = "N",
            description = "Values of both arms at which the sequential test is to be tightest, fixed beforehand."
                    + " Default: ${DEFAULT-VALUE}")
    private long planned = 5000;

    @Option(
            names = "--looks",
            paramLabel = "SHARE",
            split = ",",
            description = "For a test of few planned looks: the shares of the planned evidence at which was looked up"
                    + " to now, which is the last.")
    private double @Nullable [] looks;

    @Option(
            names = "--spending",
            paramLabel = "HOW",
            description = "How the error rate is spent on planned looks: obrien_fleming or pocock."
                    + " Default: ${DEFAULT-VALUE}")
    private Spending spending = Spending.obrien_fleming;

    @Option(
            names = "--split",
            paramLabel = "SHARE",
            description = "Share of the units that treatment was to get: says whether it did.")
    private @Nullable Double split;

    /// How error rates are spent, as on the command line.
    @SuppressWarnings("java:S115") // as written on the command line
    private enum Spending {
        obrien_fleming,
        pocock
    }

    @Override
    public Integer call() {
        var asked = new FurtherTests.Asked(
                looks, GroupSequential.Spending.valueOf(spending.name().toUpperCase(Locale.ROOT)), split);
        var settings = new ArmComparison.Settings(alpha, planned, better, margin, asked);
        ArmComparison comparison = ArmComparison.of(arms(), settings);
        print(comparison, () -> comparison.lines().forEach(this::say));
        return ExitCode.DONE.status();
    }

    private ArmFile.Arms arms() {
        if (file != null) {
            if (control != null || treatment != null) {
                throw new PakitException.Invalid("give either FILE.csv or --control and --treatment, not both");
            }
            return ArmFile.read(path(file));
        }
        if (control == null || treatment == null) {
            throw new PakitException.Invalid("give FILE.csv, or both --control " + ARM + " and --treatment " + ARM);
        }
        return new ArmFile.Arms(
                ArmFile.Arm.of(moments("--control", control)), ArmFile.Arm.of(moments("--treatment", treatment)));
    }

    private static Moments moments(String option, String sums) {
        String[] parts = sums.split(",", -1);
        try {
            if (parts.length == 3) {
                return Moments.ofSums(
                        Long.parseLong(parts[0].strip()), Double.parseDouble(parts[1]), Double.parseDouble(parts[2]));
            }
        } catch (NumberFormatException e) {
            throw new PakitException.Invalid(option + " must be " + ARM + " in numbers, found '" + sums + "'", e);
        } catch (IllegalArgumentException e) {
            throw new PakitException.Invalid(option + ": " + e.getMessage(), e);
        }
        throw new PakitException.Invalid(option + " must be " + ARM + ", found '" + sums + "'");
    }
}
