package pakit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.dag.FileTreeRestorer;
import pakit.dag.Workers;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "get",
        description = "Writes a stored file or directory back to disk, modes and symlinks included.",
        footer = {"", "Examples:", "  pakit get photos -o restored", "  pakit get photos/2025/may.jpg"})
final class GetVerb extends Verb {
    @Parameters(paramLabel = "ROOT[/PATH]", description = "A root's id or name, and a path in it.")
    private String what = "";

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            description = "The directory or file to make. Default: the last part of ROOT[/PATH], here.")
    private @Nullable Path output;

    @Option(names = "--force", description = "Replace files that are there.")
    private boolean force;

    @Override
    public Integer call() throws IOException {
        Path target = path(output != null ? output : Path.of(lastPart(what)));
        FileTreeRestorer.Existing existing =
                force ? FileTreeRestorer.Existing.REPLACED : FileTreeRestorer.Existing.REFUSED;
        try (NodeOperations node = openStore();
                Progress progress = new Progress(terminal(), "get " + what, totalBytes(node));
                Workers workers = new Workers(FileTreeRestorer.WRITERS);
                FileTreeRestorer restorer = new FileTreeRestorer(target, existing, workers, progress)) {
            node.get(what, restorer);
        }
        print(Map.of("path", target.toString()), () -> say(target.toString()));
        return ExitCode.DONE.status();
    }

    /// Of a whole root; -1 of a part of one, whose size takes a walk to find out.
    private long totalBytes(NodeOperations node) {
        return terminal().progress()
                ? node.roots().stream()
                        .filter(root -> what.equals(root.id()) || what.equals(root.name()))
                        .mapToLong(Results.Root::bytes)
                        .findFirst()
                        .orElse(-1)
                : -1;
    }

    private static String lastPart(String path) {
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return trimmed.substring(trimmed.lastIndexOf('/') + 1);
    }
}
