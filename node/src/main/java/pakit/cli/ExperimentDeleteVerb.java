package pakit.cli;

import java.util.Map;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "delete",
        description = "Forgets an experiment that has ended, with its figures.",
        footer = {"", "Examples:", "  pakit experiment delete rollout"})
final class ExperimentDeleteVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The experiment.")
    private String name = "";

    @Override
    public Integer call() {
        try (NodeOperations node = open(ModelsWanted.REGISTERED)) {
            node.experiments().delete(name);
            print(Map.of("deleted", name), () -> say(name + " is forgotten"));
        }
        return ExitCode.DONE.status();
    }
}
