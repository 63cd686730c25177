package pakit.ml.serving;

import java.util.Map;

/// The server's health, with the names of the deployment guide.
///
/// @param status `healthy`, `degraded` (a model is missing or its breaker is open) or `stopped`
public record HealthReport(String status, int modelsLoaded, int modelsEnabled, Map<String, ModelHealth> models) {
    public HealthReport {
        models = Map.copyOf(models);
    }

    /// @param enabled whether it may give hints
    /// @param breaker `CLOSED`, `OPEN`, `HALF_OPEN`
    /// @param successRate 0..1; 1 before the first call
    public record ModelHealth(
            boolean enabled,
            String version,
            String breaker,
            long predictions,
            double successRate,
            double avgLatencyMs,
            String problem) {}
}
