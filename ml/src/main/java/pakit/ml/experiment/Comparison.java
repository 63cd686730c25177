package pakit.ml.experiment;

import java.util.List;
import pakit.error.PakitException;
import pakit.stats.BinomialMixture;
import pakit.stats.Interval;

/// The first treatment of an experiment against control in one metric, on its own. Pure.
final class Comparison {
    private Comparison() {}

    /// @throws PakitException.NotFound if the experiment has no such metric
    static Significance of(Experiment experiment, String metric) {
        return switch (metric) {
            case "p50_latency_ms" -> quantile(experiment, metric, 0.5);
            case "p95_latency_ms" -> quantile(experiment, metric, 0.95);
            case "p99_latency_ms" -> quantile(experiment, metric, 0.99);
            case "success_rate" -> mean(experiment, metric, Goal.SUCCESS);
            case "avg_latency_ms" -> mean(experiment, metric, Goal.LATENCY_MS);
            default -> mean(experiment, metric, metric);
        };
    }

    private static Significance mean(Experiment experiment, String asked, String metric) {
        Evidence.Effect effect = experiment
                .effect(metric)
                .orElseThrow(() -> new PakitException.NotFound(
                        "experiment " + experiment.plan().name() + " has no metric '" + asked + "', there are "
                                + experiment.metrics()));
        return new Significance(
                asked,
                effect.arm(),
                effect.control(),
                effect.treatment(),
                effect.lift(),
                effect.interval(),
                effect.pValue(),
                !effect.interval().contains(0),
                effect.controlEvents(),
                effect.treatmentEvents());
    }

    /// By the ranks that enclose the quantile in each arm; right for events that do not depend on each other.
    private static Significance quantile(Experiment experiment, String metric, double quantile) {
        List<PhaseFigures> phases = experiment.phases();
        Totals control = Totals.of(phases, 0);
        Totals treatment = Totals.of(phases, 1);
        Interval difference = interval(experiment, treatment, quantile).minus(interval(experiment, control, quantile));
        double base = control.latencies().quantile(quantile);
        double value = treatment.latencies().quantile(quantile);
        return new Significance(
                metric,
                experiment.plan().arms().get(1).name(),
                base,
                value,
                base == 0 ? Double.NaN : (value - base) / base,
                difference,
                Double.NaN,
                !difference.contains(0),
                control.latencies().count(),
                treatment.latencies().count());
    }

    private static Interval interval(Experiment experiment, Totals arm, double quantile) {
        return BinomialMixture.UNIFORM.quantileInterval(
                quantile, arm.latencies().count(), experiment.plan().alpha() / 2, arm.latencies()::valueAtRank);
    }
}
