package pakit.ml.experiment;

import pakit.error.PakitException;
import pakit.stats.Interval;
import pakit.stats.QuantileShift;

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

    /// Within the phase that runs: over a change of shares, arms would differ by what else changed with time, and
    /// unlike means, quantiles of phases cannot be pooled.
    private static Significance quantile(Experiment experiment, String metric, double quantile) {
        PhaseFigures phase = experiment.phases().getLast();
        LogHistogram control = phase.arms().get(0).latencies();
        LogHistogram treatment = phase.arms().get(1).latencies();
        QuantileShift shift = new QuantileShift(quantile, sample(control), sample(treatment));
        Interval difference = shift.interval(experiment.plan().alpha());
        double base = control.quantile(quantile);
        double value = treatment.quantile(quantile);
        return new Significance(
                metric,
                experiment.plan().arms().get(1).name(),
                base,
                value,
                base == 0 ? Double.NaN : (value - base) / base,
                difference,
                shift.pValue(),
                !difference.contains(0),
                control.count(),
                treatment.count());
    }

    private static QuantileShift.Sample sample(LogHistogram values) {
        return new QuantileShift.Sample(values.count(), values::valueAtRank);
    }
}
