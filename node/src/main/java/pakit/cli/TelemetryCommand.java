package pakit.cli;

import java.nio.charset.StandardCharsets;
import java.util.List;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "telemetry",
        description = "What happened, without content, names or paths.",
        subcommands = {
            TelemetryCommand.Events.class,
            SummaryVerb.class,
            EventsExportVerb.class,
            FiguresVerb.class,
            BudgetVerb.class,
            DriftVerb.class,
            DatasetVerb.class
        },
        footer = {"", "Examples:", "  pakit telemetry events --limit 20"})
final class TelemetryCommand extends VerbGroup {
    @Command(
            name = "events",
            description = "Prints the newest events, newest first, one JSON object a line.",
            footer = {
                "",
                "Examples:",
                "  pakit telemetry events --limit 20",
                "  pakit telemetry events --type BlockRead --since 1h"
            })
    static final class Events extends Verb {
        @Mixin
        private EventsWanted wanted = new EventsWanted();

        @Option(names = "--limit", paramLabel = "N", description = "How many. Default: ${DEFAULT-VALUE}")
        private int limit = 1000;

        @Override
        public Integer call() {
            try (NodeOperations node = openStore()) {
                List<TelemetryEvent> events = node.events(wanted.query(limit));
                print(
                        new Results.Events(events),
                        () -> events.forEach(event -> say(new String(NodeJson.write(event), StandardCharsets.UTF_8))));
            }
            return ExitCode.DONE.status();
        }
    }
}
