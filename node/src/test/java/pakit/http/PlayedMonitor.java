package pakit.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import pakit.error.PakitException;
import pakit.ml.alerts.Alert;
import pakit.ml.serving.Thresholds;
import pakit.node.MonitorOperations;
import pakit.node.Results;
import pakit.node.ThresholdChange;

/// A monitor that answers with what it was asked.
final class PlayedMonitor implements MonitorOperations {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Override
    public List<Alert> alerts(int limit) {
        return List.of(new Alert("a", NOON, "m", "latency", "limit " + limit, NOON.plusSeconds(60)));
    }

    @Override
    public List<Alert> openAlerts(int limit) {
        return List.of(new Alert("b", NOON, "m", "latency", "open, limit " + limit, null));
    }

    @Override
    public Thresholds thresholds() {
        return new Thresholds(7, 0.5, 3);
    }

    @Override
    public Thresholds set(ThresholdChange change) {
        Double latency = change.latencyThresholdMs();
        Double errors = change.errorRateThreshold();
        Double regret = change.regretThresholdPercent();
        return new Thresholds(latency == null ? 1 : latency, errors == null ? 0 : errors, regret == null ? 0 : regret);
    }

    @Override
    public Thresholds resetThresholds() {
        return Thresholds.DEFAULT;
    }

    @Override
    public Results.Metrics metrics(String model) {
        if (model.equals("none")) {
            throw new PakitException.NotFound("no model none");
        }
        Results.CallFigures figures = new Results.CallFigures(2, 1, Map.of("failed", 1L), 0.5, 1, 1, 2, 3, 4);
        return new Results.Metrics(model, figures, 60, figures);
    }
}
