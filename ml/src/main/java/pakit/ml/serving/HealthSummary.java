package pakit.ml.serving;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import pakit.ml.serving.HealthReport.ModelHealth;

/// What the registry, the monitor and the breakers say, as one [HealthReport].
///
/// @param problems by model, what was found at start
record HealthSummary(
        ModelRegistry registry,
        ModelMonitor monitor,
        Function<String, String> breakerState,
        Map<String, String> problems) {

    HealthReport report(Watching.Uptime uptime) {
        Set<String> loaded = registry.models();
        Set<String> names = new TreeSet<>(loaded);
        names.addAll(problems.keySet());
        Map<String, ModelHealth> models = new HashMap<>();
        names.forEach(name -> models.put(name, health(name)));
        int enabled = (int) loaded.stream().filter(registry::enabled).count();
        return new HealthReport(
                status(uptime.startedAt() != null, models),
                loaded.size(),
                enabled,
                registry.switches().all().label(),
                uptime.seconds(),
                uptime.startedAt(),
                monitor.alertsOpen(),
                models);
    }

    private ModelHealth health(String model) {
        ModelMetrics metrics = monitor.all().getOrDefault(model, ModelMetrics.NONE);
        return new ModelHealth(
                registry.enabled(model),
                registry.live(model).map(live -> live.version().text()).orElse(""),
                breakerState.apply(model),
                metrics.predictions(),
                metrics.successRate(),
                metrics.latencyAvg(),
                problems.getOrDefault(model, ""));
    }

    private static String status(boolean running, Map<String, ModelHealth> models) {
        if (!running) {
            return "stopped";
        }
        boolean degraded = models.values().stream()
                .anyMatch(
                        model -> !model.problem().isEmpty() || !model.breaker().equals("CLOSED"));
        return degraded ? "degraded" : "healthy";
    }
}
