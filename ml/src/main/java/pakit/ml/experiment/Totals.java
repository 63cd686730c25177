package pakit.ml.experiment;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Figures of one arm, added up over phases and buckets.
///
/// @param metrics by name
/// @param latencies in milliseconds
record Totals(long impressions, Map<String, Total> metrics, LogHistogram latencies) {
    record Total(long events, double sum) {
        Total plus(Total other) {
            return new Total(events + other.events, sum + other.sum);
        }

        /// 0 before the first event.
        double mean() {
            return events == 0 ? 0 : sum / events;
        }
    }

    static Totals of(List<PhaseFigures> phases, int arm) {
        long impressions = 0;
        Map<String, Total> metrics = new HashMap<>();
        LogHistogram latencies = new LogHistogram();
        for (PhaseFigures phase : phases) {
            ArmFigures figures = phase.arms().get(arm);
            impressions += figures.impressions().events();
            figures.metrics()
                    .forEach((name, sums) -> metrics.merge(name, new Total(sums.events(), sums.sum()), Total::plus));
            latencies.addAll(figures.latencies());
        }
        return new Totals(impressions, metrics, latencies);
    }

    Total metric(String name) {
        return metrics.getOrDefault(name, new Total(0, 0));
    }

    ExperimentResults.ArmResults results(Arm arm, double share, Sharing.Known known) {
        Total success = metric(Goal.SUCCESS);
        Map<String, Double> means = new TreeMap<>();
        metrics.forEach((name, total) -> means.put(name, total.mean()));
        return new ExperimentResults.ArmResults(
                arm.name(),
                arm.useMl(),
                share,
                impressions,
                success.events,
                Math.round(success.sum),
                success.mean(),
                metric(Goal.LATENCY_MS).mean(),
                latencies.quantile(0.5),
                latencies.quantile(0.95),
                latencies.quantile(0.99),
                means,
                known.blocks(),
                known.fromOthers());
    }
}
