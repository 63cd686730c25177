package pakit.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Names the paths at which two stored trees differ. Exit code 1 if there is one.",
        footer = {
            "",
            "A path is (A)dded, (D)eleted or (M)odified, with what of it: type, mode, time, content, target.",
            "",
            "Examples:",
            "  pakit diff monday tuesday",
            "  pakit diff photos/2024 photos/2025 --json"
        })
final class DiffVerb extends Verb {
    @Parameters(index = "0", paramLabel = "ROOT[/PATH]", description = "The tree before.")
    private String before = "";

    @Parameters(index = "1", paramLabel = "ROOT[/PATH]", description = "The tree after.")
    private String after = "";

    private long changes;

    @Override
    public Integer call() throws IOException {
        try (NodeOperations node = openStore()) {
            node.diff(before, after, this::tell);
        }
        if (json()) {
            say((changes == 0 ? "{\"changes\":[" : "") + "]}");
        }
        return (changes == 0 ? ExitCode.DONE : ExitCode.REFUSED).status();
    }

    /// Changes are printed as they come; there may be many.
    private void tell(Results.Change change) {
        changes++;
        if (json()) {
            terminal().out().print(changes == 1 ? "{\"changes\":[" : ",");
            terminal().out().print(new String(NodeJson.write(change), StandardCharsets.UTF_8));
        } else {
            String letter = change.before() == null ? "A" : change.after() == null ? "D" : "M";
            String path = change.path().isEmpty() ? "." : change.path();
            say(letter + "  " + path + (change.what().isEmpty() ? "" : "  " + String.join(", ", change.what())));
        }
    }
}
