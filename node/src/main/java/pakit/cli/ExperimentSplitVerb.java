package pakit.cli;

import pakit.node.Experiments;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "split",
        description = "Gives each treatment of a running experiment a larger share.",
        footer = {"", "Examples:", "  pakit experiment split rollout 0.25"})
final class ExperimentSplitVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The experiment.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "SHARE", description = "0 to 1, more than it is.")
    private double share;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private String reason = "asked for on the command line";

    @Override
    public Integer call() {
        try (NodeOperations node = open(ModelsWanted.REGISTERED)) {
            Experiments.Status after = node.experiments().split(name, share, reason);
            print(after, () -> ExperimentText.of(after).forEach(this::say));
        }
        return ExitCode.DONE.status();
    }
}
