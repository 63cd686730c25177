package pakit.cli;

import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;

@Command(
        name = "verify",
        description = "Reads every block, hashes it again, and follows every root. Exit code 4 if something is wrong.",
        footer = {"", "Examples:", "  pakit verify"})
final class VerifyVerb extends Verb {
    @Override
    public Integer call() {
        try (NodeOperations node = openStore()) {
            Results.Verify verify = verify(node);
            print(verify, () -> {
                verify.problems().forEach(problem -> say(problem.id() + "  " + problem.what()));
                say("checked %s (%s), %s"
                        .formatted(
                                Figures.count(verify.checkedBlocks(), "block"),
                                Figures.bytes(verify.checkedBytes()),
                                verify.problems().isEmpty()
                                        ? "all is well"
                                        : Figures.count(
                                                verify.problems().size() + verify.furtherProblems(), "problem")));
            });
            return (verify.problems().isEmpty() ? ExitCode.DONE : ExitCode.CORRUPT).status();
        }
    }

    private Results.Verify verify(NodeOperations node) {
        long total = terminal().progress() ? node.stats().uniqueBytes() : -1;
        try (Progress progress = new Progress(terminal(), "verify", total)) {
            return node.verify(progress);
        }
    }
}
