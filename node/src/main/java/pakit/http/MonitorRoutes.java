package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import pakit.error.PakitException;
import pakit.node.MonitorOperations;
import pakit.node.NodeJson;
import pakit.node.Results;
import pakit.node.ThresholdChange;

/// How the models do: alerts, the thresholds above which they are raised, and each model's figures.
final class MonitorRoutes {
    static final String ALERTS = "/v1/alerts";
    static final String THRESHOLDS = ALERTS + "/thresholds";

    private static final int ALERTS_DEFAULT = 10;
    private static final int ALERTS_MAX = 10_000;

    private final MonitorOperations monitor;
    private final Work work;

    MonitorRoutes(MonitorOperations monitor, Work work) {
        this.monitor = monitor;
        this.work = work;
    }

    void addTo(Router router, JsonBody json) {
        router.get(ALERTS).handler(work.json(this::alerts));
        router.get(THRESHOLDS).handler(work.json(request -> monitor.thresholds()));
        router.put(THRESHOLDS)
                .consumes("application/json")
                .handler(json)
                .handler(work.json(
                        request -> monitor.set(NodeJson.read(Parameters.body(request), ThresholdChange.class))));
        router.delete(THRESHOLDS).handler(work.json(request -> monitor.resetThresholds()));
        router.get(ModelRoutes.MODELS + "/:model/metrics")
                .handler(work.json(request -> monitor.metrics(Parameters.part(request, "model"))));
    }

    private Results.Alerts alerts(RoutingContext request) {
        int limit = Parameters.number(request, "limit", ALERTS_DEFAULT, ALERTS_MAX);
        String open = Parameters.query(request, "open").orElse("false");
        return switch (open) {
            case "true" -> new Results.Alerts(monitor.openAlerts(limit));
            case "false" -> new Results.Alerts(monitor.alerts(limit));
            default -> throw new PakitException.Invalid("'open' must be true or false, found '" + open + "'");
        };
    }
}
