package pakit.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "ls",
        description = "Lists the roots, or the entries of a stored directory.",
        footer = {"", "Examples:", "  pakit ls", "  pakit ls photos/2025"})
final class ListVerb extends Verb {
    @Parameters(arity = "0..1", paramLabel = "ROOT[/PATH]", description = "A directory. Default: all roots.")
    private @Nullable String what;

    @Override
    public Integer call() {
        String directory = what;
        try (NodeOperations node = openStore()) {
            if (directory == null) {
                List<Results.Root> roots = node.roots();
                print(new Results.Roots(roots), () -> print(table(roots)));
            } else {
                List<Results.Entry> entries = node.list(directory);
                print(new Results.Entries(entries), () -> entries(entries));
            }
        }
        return ExitCode.DONE.status();
    }

    private static Table table(List<Results.Root> roots) {
        Table table = new Table("ROOT", "CREATED", ">SIZE", "NAME");
        for (Results.Root root : roots) {
            table.row(
                    root.id(),
                    Figures.time(root.createdAt()),
                    Figures.bytes(root.bytes()),
                    root.name() == null ? "" : root.name());
        }
        return table;
    }

    private void entries(List<Results.Entry> entries) {
        Table table = new Table("MODE", ">SIZE", "NAME");
        for (Results.Entry entry : entries) {
            String suffix = entry.kind().equals("directory") ? "/" : "";
            String target = entry.target() == null ? "" : " -> " + entry.target();
            table.row(entry.mode(), Figures.bytes(entry.bytes()), entry.name() + suffix + target);
        }
        print(table);
    }
}
