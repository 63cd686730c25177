package pakit.preflight;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import pakit.ml.serving.HealthReport;

/// The node answers on its port and is well.
public final class NodeHealthy implements Check {
    private final String which;
    private final Supplier<HealthReport> health;

    /// @param which node, such as `the node at http://127.0.0.1:8080`
    /// @param health asked over its port
    public NodeHealthy(String which, Supplier<HealthReport> health) {
        this.which = which;
        this.health = health;
    }

    @Override
    public String name() {
        return "server healthy";
    }

    @Override
    public Finding look() {
        HealthReport report = health.get();
        if (report.status().equals("healthy") && report.modelsLoaded() > 0) {
            return Finding.pass(which + " is healthy, " + report.modelsLoaded() + " of its models loaded");
        }
        String problems = report.models().entrySet().stream()
                .filter(model -> !model.getValue().problem().isEmpty()
                        || !model.getValue().breaker().equals("CLOSED"))
                .map(model -> model.getKey() + ": breaker " + model.getValue().breaker() + " "
                        + model.getValue().problem())
                .collect(Collectors.joining("; "));
        return Finding.fail(
                which + " is " + report.status() + ", " + report.modelsLoaded() + " models loaded"
                        + (problems.isEmpty() ? "" : " (" + problems + ")"),
                "pakit health names the problem; swap to a version that loads, or roll back");
    }
}
