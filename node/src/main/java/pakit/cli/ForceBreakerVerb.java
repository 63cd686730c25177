package pakit.cli;

import pakit.ml.serving.Breakers;
import pakit.node.ModelOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "force-breaker",
        description = "Holds the circuit breaker of a model on a running node open or closed.",
        footer = {
            "",
            "Open, nobody asks the model; closed, everybody does, whatever comes of it. It lasts until",
            "'models reset-breaker', or until the node ends.",
            "",
            "Examples:",
            "  pakit models force-breaker compression_predictor open",
            "  pakit models reset-breaker compression_predictor"
        })
final class ForceBreakerVerb extends ModelsCommand.OneModel {
    @Parameters(index = "1", paramLabel = "POSITION", description = "open or closed")
    private String position = "";

    @Override
    void work(ModelOperations models, String name) {
        Results.Breaker after = models.forceBreaker(name, Breakers.Forced.of(position));
        print(after, () -> say("the circuit breaker of " + after.name() + " is held " + after.breaker()));
    }
}
