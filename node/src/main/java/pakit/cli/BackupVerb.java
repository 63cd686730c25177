package pakit.cli;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import pakit.dag.FileTreeRestorer;
import pakit.dag.Workers;
import pakit.error.PakitException;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.node.VerifyOrder;
import pakit.store.DurableFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "backup",
        description = "Copies the whole home, as it is at one moment, while it is in use; the copy is a home.",
        footer = {
            "",
            "Holds blocks, roots, models, experiments, alerts and pakit.conf; no tokens, no keys, no telemetry. It appears",
            "as DIR when all its blocks have been read and checked; until then it is called DIR.partial-….",
            "",
            "Examples:",
            "  pakit backup /backups/monday",
            "  pakit ls --home /backups/monday"
        })
final class BackupVerb extends Verb {
    @Parameters(paramLabel = "DIR", description = "The directory to make; it must not exist.")
    private Path directory = Path.of("");

    @Override
    public Integer call() throws IOException {
        Path target = path(directory);
        Path parent = Objects.requireNonNull(target.getParent(), "a directory other than the root has a parent");
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new PakitException.Refused(target + " exists: name a directory that does not");
        }
        if (!Files.isDirectory(parent)) {
            throw new PakitException.NotFound("there is no directory " + parent);
        }
        Path partial = Files.createTempDirectory(parent, target.getFileName() + ".partial-");
        Results.Verify verified;
        try {
            fetch(partial);
            verified = verify(partial);
            sync(partial);
            Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
            DurableFiles.syncDirectory(parent);
        } catch (IOException | RuntimeException e) {
            discard(partial, e);
            throw e;
        }
        print(
                Map.of("path", target.toString(), "blocks", verified.checkedBlocks(), "bytes", verified.checkedBytes()),
                () -> say("%s  %s (%s), all checked"
                        .formatted(
                                target,
                                Figures.count(verified.checkedBlocks(), "block"),
                                Figures.bytes(verified.checkedBytes()))));
        return ExitCode.DONE.status();
    }

    private void fetch(Path partial) throws IOException {
        try (NodeOperations node = openStore()) {
            long total = terminal().progress() ? node.stats().storedBytes() : -1;
            try (Workers workers = new Workers(Runtime.getRuntime().availableProcessors());
                    Progress progress = new Progress(terminal(), "backup", total);
                    FileTreeRestorer restorer =
                            new FileTreeRestorer(partial, FileTreeRestorer.Existing.REFUSED, workers, progress)) {
                node.transfers().backup(restorer);
            }
        }
    }

    /// Opens the copy as the home that it is to be, and reads all its blocks.
    private Results.Verify verify(Path partial) {
        Configuration settings = Configuration.of(partial, Map.of());
        try (NodeOperations copy = Wiring.open(partial, settings, "pakit backup", ModelsWanted.NONE)
                .node()) {
            long total = terminal().progress() ? copy.stats().uniqueBytes() : -1;
            try (Progress progress = new Progress(terminal(), "backup: verify", total)) {
                Results.Verify verified = copy.verify(VerifyOrder.WHOLE, progress);
                if (!verified.problems().isEmpty()) {
                    throw new PakitException.Corrupt("the copy is not sound, so it is not kept: "
                            + verified.problems().getFirst().what()
                            + "; pakit verify says whether the home itself is, and pakit verify --repair mends it");
                }
                return verified;
            }
        }
    }

    private static void sync(Path partial) throws IOException {
        for (Path path : deepestFirst(partial)) {
            if (Files.isDirectory(path)) {
                DurableFiles.syncDirectory(path);
            } else {
                try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                    file.force(true);
                }
            }
        }
    }

    private static void discard(Path partial, Exception failure) {
        try {
            for (Path path : deepestFirst(partial)) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private static List<Path> deepestFirst(Path top) throws IOException {
        try (Stream<Path> walk = Files.walk(top)) {
            return walk.sorted(Comparator.reverseOrder()).toList();
        }
    }
}
