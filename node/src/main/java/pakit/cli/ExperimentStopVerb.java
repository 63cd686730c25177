package pakit.cli;

import pakit.node.Experiments;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "stop",
        description = "Ends an experiment: control serves everybody from then on.",
        footer = {"", "Examples:", "  pakit experiment stop rollout --reason 'a better version is there'"})
final class ExperimentStopVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The experiment.")
    private String name = "";

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private String reason = "asked for on the command line";

    @Override
    public Integer call() {
        try (NodeOperations node = open(ModelsWanted.REGISTERED)) {
            Experiments.Status stopped = node.experiments().stop(name, reason);
            print(stopped, () -> ExperimentText.of(stopped).forEach(this::say));
        }
        return ExitCode.DONE.status();
    }
}
