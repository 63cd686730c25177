package pakit.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.node.Experiments;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "status",
        description = "Shows arms, effects with intervals, what follows from them, and the history.",
        footer = {
            "",
            "Examples:",
            "  pakit experiment status rollout",
            "  pakit experiment status rollout --metric p95_latency_ms --json"
        })
final class ExperimentStatusVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The experiment.")
    private String name = "";

    @Option(
            names = "--metric",
            paramLabel = "METRIC",
            description = "Only whether the arms differ in this one, such as avg_latency_ms or p95_latency_ms.")
    private @Nullable String metric;

    @Override
    public Integer call() {
        try (NodeOperations node = open(ModelsWanted.REGISTERED)) {
            if (metric == null) {
                Experiments.Status status = node.experiments().status(name);
                print(status, () -> ExperimentText.of(status).forEach(this::say));
            } else {
                Experiments.Significance found = node.experiments().significance(name, metric);
                print(found, () -> print(ExperimentText.effects(List.of(found))));
            }
        }
        return ExitCode.DONE.status();
    }
}
