package pakit.http;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import pakit.error.PakitException;
import pakit.ml.alerts.Alert;
import pakit.ml.drift.DriftReport;
import pakit.ml.drift.SeriesReport;
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
    public Results.Drift drift(Optional<String> model) {
        DriftReport.Column column =
                new DriftReport.Column("x", 1, 2, 0.5, 1, 0.001, true, NOON, List.of(0.5, 0.5), List.of(0.0, 1.0));
        return new Results.Drift(
                List.of(new DriftReport(model.orElse("all"), "1.0.0", 2_000, 1_000, NOON, List.of(column))),
                List.of(new SeriesReport(
                        "regret", 500, 2, List.of(new SeriesReport.Change("adwin", NOON, NOON, 1, 2, null)))));
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
