package pakit.cli;

import java.util.List;
import pakit.ml.alerts.Alert;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "alerts",
        description = "Lists what is wrong and what was, newest first, times in UTC.",
        footer = {"", "Examples:", "  pakit alerts --limit 10", "  pakit alerts --open"})
final class AlertsVerb extends Verb {
    @Option(names = "--limit", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}")
    private int limit = 10;

    @Option(names = "--open", description = "Only those that are not over.")
    private boolean open;

    @Override
    public Integer call() {
        try (NodeOperations node = openStore()) {
            List<Alert> alerts =
                    open ? node.monitor().openAlerts(limit) : node.monitor().alerts(limit);
            print(new Results.Alerts(alerts), () -> alerts.forEach(alert -> say(alert.line())));
        }
        return ExitCode.DONE.status();
    }
}
