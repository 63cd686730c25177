package pakit.cli;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pakit.node.Experiments;

/// Experiments as people read them.
final class ExperimentText {
    private ExperimentText() {}

    static List<String> of(Experiments.Status status) {
        List<String> lines = new ArrayList<>();
        lines.add("%s on %s: %s, split %s"
                .formatted(status.name(), status.model(), status.status(), percent(status.trafficSplit())));
        lines.add("");
        arms(status).lines().forEach(lines::add);
        lines.add("");
        effects(status.significance()).lines().forEach(lines::add);
        lines.add("");
        lines.add("Recommendation: " + status.recommendation().verdict());
        status.recommendation().reasons().forEach(reason -> lines.add("  " + reason));
        lines.add("");
        for (Experiments.Entry entry : status.history()) {
            lines.add("%s  %s, split %s"
                    .formatted(Figures.time(entry.at()), entry.what(), percent(entry.trafficSplit())));
            entry.reasons().forEach(reason -> lines.add("  " + reason));
        }
        return lines;
    }

    private static Table arms(Experiments.Status status) {
        Table table = new Table(
                "ARM",
                "ASKS",
                ">TRAFFIC",
                ">IMPRESSIONS",
                ">EVENTS",
                ">SUCCESS",
                ">AVG MS",
                ">P95 MS",
                ">SHARED BLOCKS");
        List<Experiments.Arm> arms = new ArrayList<>(List.of(status.control(), status.treatment()));
        arms.addAll(status.others());
        for (Experiments.Arm arm : arms) {
            table.row(
                    arm.name(),
                    !arm.useMl() ? "no model" : arm.version() == null ? "the live version" : "v" + arm.version(),
                    percent(arm.trafficShare()),
                    String.valueOf(arm.impressions()),
                    String.valueOf(arm.events()),
                    percent(arm.successRate()),
                    number(arm.avgLatencyMs()),
                    number(arm.p95LatencyMs()),
                    String.valueOf(arm.sharedBlocks()));
        }
        return table;
    }

    static Table effects(List<Experiments.Significance> effects) {
        Table table =
                new Table("METRIC", "ARM", ">CONTROL", ">TREATMENT", ">LIFT", "INTERVAL", "SIGNIFICANT", "VERDICT");
        for (Experiments.Significance one : effects) {
            table.row(
                    one.metric(),
                    one.arm(),
                    number(one.controlValue()),
                    number(one.treatmentValue()),
                    one.liftPercentage() == null ? "-" : "%+.2f %%".formatted(one.liftPercentage()),
                    interval(one),
                    one.isSignificant() ? "yes" : "no",
                    one.verdict() == null ? "-" : one.verdict());
        }
        return table;
    }

    /// Of the lift in percent; of a quantile, in its own unit.
    private static String interval(Experiments.Significance one) {
        List<Double> interval = one.interval();
        if (interval == null) {
            return "-";
        }
        return one.metric().startsWith("p") && one.metric().endsWith("_latency_ms")
                ? "[%+.3f, %+.3f] ms".formatted(interval.get(0), interval.get(1))
                : "[%+.2f %%, %+.2f %%]".formatted(100 * interval.get(0), 100 * interval.get(1));
    }

    static String percent(double share) {
        return new BigDecimal(100 * share)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                + " %";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
