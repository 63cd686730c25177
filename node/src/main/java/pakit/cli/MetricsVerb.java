package pakit.cli;

import java.util.Map;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;

@Command(
        name = "metrics",
        description = "Prints what Prometheus scrapes from /metrics.",
        footer = {"", "Examples:", "  pakit metrics | grep pakit_ml_predictions_total"})
final class MetricsVerb extends Verb {
    @Override
    public Integer call() {
        try (NodeOperations node = open()) {
            String metrics = node.metrics();
            print(Map.of("metrics", metrics), () -> terminal().out().print(metrics));
        }
        return ExitCode.DONE.status();
    }
}
