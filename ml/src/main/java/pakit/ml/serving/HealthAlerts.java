package pakit.ml.serving;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.AlertSource;
import pakit.ml.alerts.Finding;
import pakit.ml.serving.HealthReport.ModelHealth;

/// What the health report complains of: a model with a problem, such as a refused version, and an open breaker. A
/// breaker that is half open is on trial, so neither well nor wrong.
final class HealthAlerts implements AlertSource {
    private final Supplier<HealthReport> health;

    HealthAlerts(Supplier<HealthReport> health) {
        this.health = health;
    }

    @Override
    public List<Finding> look() {
        List<Finding> findings = new ArrayList<>();
        health.get().models().forEach((model, state) -> {
            findings.add(degraded(new AlertKey(model, "degraded"), state));
            findings.add(breaker(new AlertKey(model, "breaker_open"), state.breaker()));
        });
        return findings;
    }

    private static Finding degraded(AlertKey key, ModelHealth state) {
        return state.problem().isEmpty() ? new Finding.Well(key) : new Finding.Wrong(key, state.problem());
    }

    private static Finding breaker(AlertKey key, String state) {
        return switch (state) {
            case "OPEN" -> new Finding.Wrong(key, "Circuit breaker is open: the model is not asked");
            case "CLOSED" -> new Finding.Well(key);
            default -> new Finding.Unclear(key);
        };
    }
}
