package pakit.cli;

import pakit.ml.privacy.PrivacyBudget;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;

@Command(
        name = "budget",
        description = "What the privacy budget of the home has left.",
        footer = {"", "Examples:", "  pakit telemetry budget"})
final class BudgetVerb extends Verb {
    @Override
    public Integer call() {
        PrivacyBudget.Standing budget;
        try (NodeOperations node = openStore()) {
            budget = node.privacyBudget();
        }
        print(budget, () -> say(FiguresVerb.words(budget)));
        return ExitCode.DONE.status();
    }
}
