package pakit.cli;

import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.node.ModelOperations;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.node.SwitchPosition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Turns the switch of one model, or the one over all of them.
@Command
abstract class SwitchVerb extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "NAME", description = "The model.")
    private @Nullable String name;

    @Option(names = "--all", description = "Every model, whatever its own switch says.")
    private boolean all;

    @Override
    public final Integer call() {
        if (all == (name != null)) {
            throw new PakitException.Invalid("name either a model or --all");
        }
        try (NodeOperations node = open()) {
            ModelOperations models = node.models();
            Results.Models after = name == null ? models.turnAll(position()) : models.turn(name, position());
            print(after, () -> show(after));
        }
        return ExitCode.DONE.status();
    }

    private void show(Results.Models models) {
        print(ModelsCommand.ListModels.table(models));
        ModelsCommand.ListModels.switchedOff(models).ifPresent(this::say);
    }

    abstract SwitchPosition position();
}
