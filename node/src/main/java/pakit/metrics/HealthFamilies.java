package pakit.metrics;

import java.util.List;
import java.util.function.Supplier;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;
import pakit.ml.serving.HealthReport;
import pakit.ml.serving.MlSwitch;

/// What `pakit health` says, for alerts: models that never were loaded are here as well.
final class HealthFamilies implements MetricSource {
    private static final List<String> STATUSES = List.of("healthy", "degraded", "stopped");

    private final Supplier<HealthReport> health;

    HealthFamilies(Supplier<HealthReport> health) {
        this.health = health;
    }

    @Override
    public void writeTo(PrometheusText text) {
        HealthReport report = health.get();
        text.family("pakit_health_status", "gauge", "1 for the status that pakit health gives.");
        for (String status : STATUSES) {
            text.sample("pakit_health_status", report.status().equals(status) ? 1 : 0, "status", status);
        }
        text.family("pakit_ml_switch", "gauge", "1 for how the switch over all models stands.");
        for (MlSwitch state : MlSwitch.values()) {
            text.sample("pakit_ml_switch", state.label().equals(report.mlSwitch()) ? 1 : 0, "state", state.label());
        }
        text.family("pakit_ml_model_enabled", "gauge", "1 if the model may give hints.");
        report.models()
                .forEach(
                        (name, model) -> text.sample("pakit_ml_model_enabled", model.enabled() ? 1 : 0, "model", name));
        text.family(
                "pakit_ml_model_problem", "gauge", "1 if something is wrong with the model: pakit health says what.");
        report.models()
                .forEach((name, model) ->
                        text.sample("pakit_ml_model_problem", model.problem().isEmpty() ? 0 : 1, "model", name));
    }
}
