package pakit.cli;

import java.util.Map;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "rm",
        description = "Forgets a root. Its blocks are freed by the next 'pakit gc', unless another root holds them.",
        footer = {"", "Examples:", "  pakit rm photos && pakit gc"})
final class RemoveVerb extends Verb {
    @Parameters(paramLabel = "ROOT", description = "A root's id or name.")
    private String root = "";

    @Override
    public Integer call() {
        try (NodeOperations node = openStore()) {
            node.remove(root);
        }
        print(Map.of("removed", root), () -> say("removed " + root));
        return ExitCode.DONE.status();
    }
}
