package pakit.cli;

import pakit.node.ModelOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;

@Command(
        name = "reset-breaker",
        description = "Closes the circuit breaker of a model on a running node, so that it is asked again.",
        footer = {"", "Examples:", "  pakit models reset-breaker compression_predictor"})
final class ResetBreakerVerb extends ModelsCommand.OneModel {
    @Override
    void work(ModelOperations models, String name) {
        Results.Breaker after = models.resetBreaker(name);
        print(after, () -> say("the circuit breaker of " + after.name() + " is " + after.breaker()));
    }
}
