package pakit.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
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

    private void print(HealthReport health) {
        say("status %s, %d models loaded, %d enabled, %s open"
                .formatted(
                        health.status(),
                        health.modelsLoaded(),
                        health.modelsEnabled(),
                        Figures.count(health.alertsOpen(), "alert")));
        if (!health.mlSwitch().equals(MlSwitch.ON.label())) {
            say("all models are " + health.mlSwitch().replace('_', ' '));
        }
        Instant startedAt = health.startedAt();
        if (startedAt != null) {
            say("up %s, since %s".formatted(Duration.ofSeconds(health.uptimeSeconds()), Figures.time(startedAt)));
        }
        Table table =
                new Table("MODEL", "ENABLED", "VERSION", "BREAKER", ">PREDICTIONS", ">SUCCESS", ">AVG MS", "PROBLEM");
        health.models()
                .forEach((name, model) -> table.row(
                        name,
                        model.enabled() ? "yes" : "no",
                        model.version(),
                        model.breaker(),
                        Long.toString(model.predictions()),
                        Figures.percent(model.successRate()),
                        String.format(Locale.ROOT, "%.4f", model.avgLatencyMs()),
                        model.problem()));
        print(table);
    }
}
