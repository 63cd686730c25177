package pakit.cli;

import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;

@Command(
        name = "gc",
        description = "Frees the blocks that no root reaches.",
        footer = {"", "Examples:", "  pakit gc"})
final class CollectVerb extends Verb {
    @Override
    public Integer call() {
        try (NodeOperations node = open()) {
            Results.Gc gc = node.gc();
            print(
                    gc,
                    () -> say("freed %s (%s), kept %d"
                            .formatted(
                                    Figures.count(gc.removedBlocks(), "block"),
                                    Figures.bytes(gc.freedBytes()),
                                    gc.keptBlocks())));
        }
        return ExitCode.DONE.status();
    }
}
