package pakit.cli;

import java.io.IOException;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "cat",
        description = "Writes the content of a stored file to standard output.",
        footer = {"", "Examples:", "  pakit cat photos/readme.txt"})
final class CatVerb extends Verb {
    @Parameters(paramLabel = "ROOT/PATH", description = "A stored file.")
    private String what = "";

    @Override
    public Integer call() throws IOException {
        try (NodeOperations node = openStore()) {
            node.cat(what, terminal().out());
        }
        terminal().out().flush();
        return ExitCode.DONE.status();
    }
}
