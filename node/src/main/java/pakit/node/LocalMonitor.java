package pakit.node;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pakit.ml.alerts.Alert;
import pakit.ml.serving.ModelMetrics;
import pakit.ml.serving.ModelMonitor;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Thresholds;

/// What the monitor and the alerts of this process say. Thread-safe.
final class LocalMonitor implements MonitorOperations {
    private final ModelServer server;
    private final ModelMonitor monitor;

    LocalMonitor(ModelServer server) {
        this.server = server;
        this.monitor = server.monitor();
    }

    @Override
    public List<Alert> alerts(int limit) {
        return server.alerts().alerts(limit);
    }

    @Override
    public List<Alert> openAlerts(int limit) {
        return server.alerts().openAlerts(limit);
    }

    @Override
    public Thresholds thresholds() {
        return monitor.thresholds();
    }

    @Override
    public Thresholds set(ThresholdChange change) {
        monitor.thresholds(change.appliedTo(monitor.thresholds()));
        return monitor.thresholds();
    }

    @Override
    public Thresholds resetThresholds() {
        monitor.resetThresholds();
        return monitor.thresholds();
    }

    @Override
    public Results.Metrics metrics(String model) {
        return new Results.Metrics(
                model,
                figures(monitor.metrics(model)),
                monitor.window().toSeconds(),
                figures(monitor.recentMetrics(model)));
    }

    private static Results.CallFigures figures(ModelMetrics metrics) {
        Map<String, Long> kinds = new TreeMap<>();
        metrics.errorKinds().forEach((kind, errors) -> kinds.put(kind.label(), errors));
        return new Results.CallFigures(
                metrics.predictions(),
                metrics.errors(),
                kinds,
                metrics.successRate(),
                metrics.timed(),
                metrics.latencyAvg(),
                metrics.latencyP50(),
                metrics.latencyP95(),
                metrics.latencyP99());
    }
}
