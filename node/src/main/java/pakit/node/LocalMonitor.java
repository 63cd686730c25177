package pakit.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import pakit.error.PakitException;
import pakit.ml.alerts.Alert;
import pakit.ml.drift.DriftWatch;
import pakit.ml.models.Manifest;
import pakit.ml.serving.ModelMetrics;
import pakit.ml.serving.ModelMonitor;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Thresholds;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.TelemetryCollector;

/// What the monitor and the alerts of this process say. Thread-safe.
final class LocalMonitor implements MonitorOperations {
    /// The newest events that are looked at.
    private static final EventQuery WATCHED =
            EventQuery.newest(200_000, EventKind.BLOCK_STORED, EventKind.PREDICTED, EventKind.ORACLE_TRIED);

    private final ModelServer server;
    private final ModelMonitor monitor;
    private final TelemetryCollector telemetry;
    private final DriftWatch drift;

    /// @param drift what watches the events of this process
    LocalMonitor(ModelServer server, TelemetryCollector telemetry, DriftWatch drift) {
        this.drift = drift;
        this.server = server;
        this.telemetry = telemetry;
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

    @Override
    public Results.Drift drift(Optional<String> model) {
        List<Manifest> watched = watched(model);
        DriftWatch watch = drift.fresh();
        watch.follow(() -> watched);
        telemetry.events(WATCHED).reversed().forEach(watch);
        return new Results.Drift(watch.reports(), watch.series());
    }

    private List<Manifest> watched(Optional<String> model) {
        if (model.isEmpty()) {
            return server.registry().live();
        }
        Manifest live = server.registry()
                .live(model.get())
                .orElseThrow(() -> new PakitException.NotFound(
                        "no model '" + model.get() + "' is live; 'pakit models list' shows those that are"));
        if (live.histograms() == null) {
            throw new PakitException.Refused(
                    live.title() + " came without histograms of what it was trained on: train it again to see drift");
        }
        return List.of(live);
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
