package pakit.http;

import java.util.List;
import java.util.Optional;
import pakit.ml.alerts.Alert;
import pakit.ml.serving.Thresholds;
import pakit.node.MonitorOperations;
import pakit.node.NodeJson;
import pakit.node.Results;
import pakit.node.ThresholdChange;

/// The monitor of a node at the other end of its port. Thread-safe.
final class RemoteMonitor implements MonitorOperations {
    private final Exchange exchange;

    RemoteMonitor(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public List<Alert> alerts(int limit) {
        return exchange.ask(MonitorRoutes.ALERTS + "?limit=" + limit, Results.Alerts.class)
                .alerts();
    }

    @Override
    public List<Alert> openAlerts(int limit) {
        return exchange.ask(MonitorRoutes.ALERTS + "?open=true&limit=" + limit, Results.Alerts.class)
                .alerts();
    }

    @Override
    public Thresholds thresholds() {
        return exchange.ask(MonitorRoutes.THRESHOLDS, Thresholds.class);
    }

    @Override
    public Thresholds set(ThresholdChange change) {
        return NodeJson.read(exchange.sendJson("PUT", MonitorRoutes.THRESHOLDS, change), Thresholds.class);
    }

    @Override
    public Thresholds resetThresholds() {
        return exchange.order("DELETE", MonitorRoutes.THRESHOLDS, Thresholds.class);
    }

    @Override
    public Results.Drift drift(Optional<String> model) {
        String query = model.map(name -> "?model=" + UrlPath.encode(name)).orElse("");
        return exchange.ask(NodeRoutes.DRIFT + query, Results.Drift.class);
    }

    @Override
    public Results.Metrics metrics(String model) {
        return exchange.ask(UrlPath.below(ModelRoutes.MODELS, model) + "/metrics", Results.Metrics.class);
    }
}
