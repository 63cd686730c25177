package pakit.cli;

import java.time.Instant;
import pakit.ml.serving.HealthReport;
import pakit.ml.serving.MlSwitch;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;

@Command(
        name = "health",
        description = "Says how the models do. Exit code 1 if something is wrong with them.",
        footer = {"", "Examples:", "  pakit health --json"})
final class HealthVerb extends Verb {
    @Override
    public Integer call() {
        try (NodeOperations node = open()) {
            HealthReport health = node.health();
            print(health, () -> print(health));
            return (health.status().equals("healthy") ? ExitCode.DONE : ExitCode.REFUSED).status();
        }
    }

    /// The first lines, and those of a model, are worded as in the deployment guide.
    private void print(HealthReport health) {
        say("Status: " + health.status());
        say("Models loaded: " + health.modelsLoaded());
        say("Models enabled: " + health.modelsEnabled());
        say("Alerts open: " + health.alertsOpen());
        if (!health.mlSwitch().equals(MlSwitch.ON.label())) {
            say("All models are " + health.mlSwitch().replace('_', ' '));
        }
        Instant startedAt = health.startedAt();
        if (startedAt != null) {
            say("Up %s, since %s".formatted(Figures.duration(health.uptimeSeconds()), Figures.time(startedAt)));
        }
        health.models().forEach(this::print);
    }

    private void print(String name, HealthReport.ModelHealth model) {
        say("");
        say(name + ":");
        say("  Enabled: " + model.enabled());
        say("  Predictions: %,d".formatted(model.predictions()));
        say("  Success rate: %.1f%%".formatted(100 * model.successRate()));
        say("  Avg latency: " + Figures.millis(model.avgLatencyMs()));
        say("  Version: " + model.version());
        say("  Breaker: " + model.breaker());
        if (!model.problem().isEmpty()) {
            say("  Problem: " + model.problem());
        }
    }
}
