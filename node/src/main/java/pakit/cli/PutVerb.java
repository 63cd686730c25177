package pakit.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import pakit.dag.FileTreeWalker;
import pakit.dag.WalkListener;
import pakit.dag.WalkOptions;
import pakit.error.PakitException;
import pakit.node.FileSource;
import pakit.node.NodeOperations;
import pakit.node.PutOrder;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "put",
        description = "Stores files and directories, one root for each PATH. Durable when it returns.",
        footer = {
            "",
            "What cannot be read is named and left out, and the exit code is 1; with --strict nothing is kept then.",
            "",
            "Examples:",
            "  pakit put photos --name photos",
            "  pakit put --json src docs",
            "  pg_dump shop | pakit put - --name shop"
        })
final class PutVerb extends Verb {
    @Parameters(arity = "1..*", paramLabel = "PATH", description = "What to store; - is one file from standard input.")
    private List<Path> paths = List.of();

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The name under which the root is listed; with one PATH only.")
    private @Nullable String name;

    @Option(
            names = "--user",
            paramLabel = "USER",
            description = "On whose behalf; experiments treat all that one user stores alike.")
    private @Nullable String user;

    @Option(names = "--strict", description = "Fail at the first entry that cannot be read.")
    private boolean strict;

    @Option(names = "--preserve-mtime", description = "Keep times of last change; they become part of the ids.")
    private boolean preserveTimes;

    @Override
    public Integer call() throws IOException {
        if (name != null && paths.size() > 1) {
            throw new PakitException.Invalid("--name takes one PATH, found " + paths.size());
        }
        WalkOptions options = new WalkOptions(
                strict ? WalkOptions.Unreadable.REFUSED : WalkOptions.Unreadable.SKIPPED,
                preserveTimes ? WalkOptions.Times.KEPT : WalkOptions.Times.DROPPED,
                Set.of(home()));
        List<WalkListener.Skipped> skipped = new ArrayList<>();
        Results.Put answer;
        try (NodeOperations node = open(ModelsWanted.OF_PUTS)) {
            answer = put(node, options, skipped);
        }
        skipped.forEach(entry -> complain("left out " + entry.path() + ": " + entry.reason()));
        print(answer, () -> say(this, answer));
        return (skipped.isEmpty() ? ExitCode.DONE : ExitCode.REFUSED).status();
    }

    /// Tells people what a put came to.
    static void say(Verb verb, Results.Put answer) {
        answer.roots().forEach(root -> verb.say(root.id() + "  " + root.path()));
        verb.say("%s of content, %s and %d known, %s stored"
                .formatted(
                        Figures.bytes(answer.roots().stream()
                                .mapToLong(Results.PutRoot::bytes)
                                .sum()),
                        Figures.count(answer.blocks().newBlocks(), "new block"),
                        answer.blocks().known(),
                        Figures.bytes(answer.storedBytes())));
    }

    private Results.Put put(NodeOperations node, WalkOptions options, List<WalkListener.Skipped> skipped)
            throws IOException {
        List<Results.PutRoot> roots = new ArrayList<>();
        long added = 0;
        long known = 0;
        long stored = 0;
        for (Path named : paths) {
            Results.Put one =
                    Source.isStandardInput(named) ? putStream(node, named) : put(node, options, named, skipped);
            one.roots().forEach(root -> roots.add(new Results.PutRoot(named.toString(), root.id(), root.bytes())));
            added += one.blocks().newBlocks();
            known += one.blocks().known();
            stored += one.storedBytes();
        }
        return new Results.Put(roots, new Results.BlockCounts(added, known), stored);
    }

    private Results.Put put(NodeOperations node, WalkOptions options, Path named, List<WalkListener.Skipped> skipped)
            throws IOException {
        Path top = path(named);
        long total =
                terminal().progress() ? new FileTreeWalker(options).scan(top).bytes() : -1;
        try (Progress progress = new Progress(terminal(), "put " + named.getFileName(), total)) {
            WalkListener listener = new WalkListener() {
                @Override
                public void read(long bytes) {
                    progress.accept(bytes);
                }

                @Override
                public void skipped(Skipped entry) {
                    skipped.add(entry);
                }
            };
            return node.put(new FileSource(top, options, listener), order());
        }
    }

    private PutOrder order() {
        return new PutOrder(Optional.ofNullable(name), Optional.ofNullable(user));
    }

    private Results.Put putStream(NodeOperations node, Path named) throws IOException {
        try (Source source = Source.open(this, named);
                Progress progress = new Progress(terminal(), "put " + named, source.totalBytes())) {
            return node.transfers().putStream(source.counted(progress), order());
        }
    }
}
