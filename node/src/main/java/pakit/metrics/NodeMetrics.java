package pakit.metrics;

import java.util.List;
import java.util.function.Supplier;
import pakit.dag.Outcome;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;
import pakit.ml.serving.HealthReport;
import pakit.store.Home;

/// The families of a node beside those of its models. A scrape reads counters and asks the operating system; it never
/// walks through the store. Thread-safe.
public final class NodeMetrics implements MetricSource {
    private final OutcomeFamilies outcomes = new OutcomeFamilies();
    private final List<MetricSource> parts;

    public NodeMetrics(Home home, Supplier<HealthReport> health, Build build) {
        parts = List.of(
                new HealthFamilies(health),
                new StoreFamilies(home),
                outcomes,
                new DiskFamilies(home.layout().directory()),
                new BuildFamilies(build),
                new ProcessFamilies(),
                new JvmFamilies());
    }

    /// Counts what came of one block.
    public void count(Outcome outcome) {
        outcomes.count(outcome);
    }

    @Override
    public void writeTo(PrometheusText text) {
        parts.forEach(part -> part.writeTo(text));
    }
}
