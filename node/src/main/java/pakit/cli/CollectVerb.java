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
        try (NodeOperations node = openStore()) {
            Results.Gc gc = collected(node);
            print(
                    gc,
                    () -> say("freed %s (%s), kept %d"
                            .formatted(
                                    Figures.count(gc.removedBlocks(), "block"),
                                    Figures.bytes(gc.freedBytes()),
                                    gc.keptBlocks())));
            if (gc.indexDamage() != null) {
                complain("the index of sketches was damaged and was made anew: " + gc.indexDamage());
            }
            if (gc.missingBlocks() > 0) {
                complain(Figures.count(gc.missingBlocks(), "block")
                        + " that a root leads to cannot be found; 'pakit verify' names what is lost");
                return ExitCode.CORRUPT.status();
            }
        }
        return ExitCode.DONE.status();
    }

    /// How many nodes have to be followed nobody knows, so the bar says how much was done, and not of how much.
    private Results.Gc collected(NodeOperations node) {
        try (Progress progress = new Progress(terminal(), "gc", -1)) {
            return node.gc(progress);
        }
    }
}
