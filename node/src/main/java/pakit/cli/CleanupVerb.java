package pakit.cli;

import pakit.node.ModelOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "cleanup",
        description = "Deletes old versions: never the live one, the one before it, or the challenger.",
        footer = {"", "Examples:", "  pakit models cleanup compression_predictor --keep 5"})
final class CleanupVerb extends ModelsCommand.OneModel {
    @Option(names = "--keep", paramLabel = "N", description = "How many of the newest to keep. Default: 3.")
    private int keep = 3;

    @Override
    void work(ModelOperations models, String name) {
        Results.CleanedUp done = models.cleanup(name, keep);
        print(done, () -> {
            say("Deleted " + done.deleted().size() + " old versions");
            done.deleted().forEach(version -> say("  v" + version));
        });
    }
}
