package pakit.ml.serving;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// The server's health, with the names of the deployment guide.
///
/// @param status `healthy`, `degraded` (a version was refused, a model is missing or its breaker is not closed) or
///     `stopped`
/// @param mlSwitch the switch over all models: `on`, `off`, or `off_by_configuration` for this run
/// @param uptimeSeconds since the start of the server; 0 if it is stopped
/// @param startedAt null if it is stopped
/// @param alertsOpen how many alerts were open when they were last evaluated
/// @param models by name, in order
public record HealthReport(
        String status,
        int modelsLoaded,
        int modelsEnabled,
        String mlSwitch,
        long uptimeSeconds,
        @Nullable Instant startedAt,
        int alertsOpen,
        Map<String, ModelHealth> models) {
    public HealthReport {
        models = Collections.unmodifiableMap(new TreeMap<>(models));
    }

    /// @throws PakitException.NotFound if the server knows no such model
    public ModelHealth model(String name) {
        ModelHealth health = models.get(name);
        if (health == null) {
            throw new PakitException.NotFound("no model " + name + ", known are " + models.keySet());
        }
        return health;
    }

    /// @param enabled whether it may give hints
    /// @param version the one that is live, or empty
    /// @param breaker `CLOSED`, `OPEN`, `HALF_OPEN`
    /// @param successRate 0..1; 1 before the first call
    /// @param problem what a person should look at, or empty
    public record ModelHealth(
            boolean enabled,
            String version,
            String breaker,
            long predictions,
            double successRate,
            double avgLatencyMs,
            String problem) {}
}
