package pakit.cli;

import java.time.Instant;
import java.util.List;
import pakit.error.PakitException;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.node.VerifyOrder;
import pakit.store.Home;
import pakit.store.Verifier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = "Reads every block, hashes it again, and follows every root. Exit code 4 if something is wrong.",
        footer = {
            "",
            "Examples:",
            "  pakit verify",
            "  pakit verify --percent 5",
            "  pakit verify --repair",
            "  pakit verify --reindex"
        })
final class VerifyVerb extends Verb {
    @Option(
            names = "--percent",
            paramLabel = "P",
            description = "Read so many of the blocks, others each time. Tables and links are checked all the same."
                    + " Default: ${DEFAULT-VALUE}")
    private double percent = 100;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "List so many problems and affected paths; the others are counted. Default: ${DEFAULT-VALUE}")
    private int limit = VerifyOrder.LIMIT_DEFAULT;

    @Option(
            names = "--repair",
            description = "Drop what is damaged, so that putting the same files again heals it, and mend the rest.")
    private boolean repair;

    @Option(
            names = "--reindex",
            description = "Check nothing; make the index anew by which new blocks find what they may build on.")
    private boolean reindex;

    @Override
    public Integer call() {
        if (repair && reindex || (repair || reindex) && percent != 100) {
            throw new PakitException.Invalid(
                    "--repair, --reindex and --percent go alone: a repair makes a damaged index"
                            + " anew by itself, and reads all there is");
        }
        List<Verifier.Problem> mended =
                repair && served().isEmpty() ? Home.mend(home(), "pakit verify --repair", Instant.now()) : List.of();
        mended.forEach(problem -> complain(problem.id() + ": " + problem.what()));
        try (NodeOperations node = openStore()) {
            return (reindex ? reindex(node) : check(node, mended)).status();
        }
    }

    private ExitCode check(NodeOperations node, List<Verifier.Problem> mended) {
        Results.Verify found = checked(node);
        print(found, () -> say(found));
        boolean well = repair
                ? mended.isEmpty()
                        && found.affected().isEmpty()
                        && Long.valueOf(0).equals(found.droppedBlocks())
                : found.problems().isEmpty() && found.furtherProblems() == 0;
        return well ? ExitCode.DONE : ExitCode.CORRUPT;
    }

    private Results.Verify checked(NodeOperations node) {
        try (Progress progress = progress(node, "verify")) {
            return repair ? node.repair(limit, progress) : node.verify(new VerifyOrder(percent, limit), progress);
        }
    }

    private Progress progress(NodeOperations node, String task) {
        long total = terminal().progress() ? (long) (node.stats().uniqueBytes() * percent / 100) : -1;
        return new Progress(terminal(), task, total);
    }

    private void say(Results.Verify found) {
        found.problems().forEach(problem -> say(problem.id() + "  " + problem.what()));
        if (!found.affected().isEmpty()) {
            say("paths that cannot be read, or not all of them:");
            found.affected().forEach(this::say);
        }
        if (found.furtherAffected() > 0) {
            say("and " + Figures.count(found.furtherAffected(), "further path") + "; --limit lists more");
        }
        long problems = found.problems().size() + found.furtherProblems();
        say("checked %s (%s), %s"
                .formatted(
                        Figures.count(found.checkedBlocks(), "block"),
                        Figures.bytes(found.checkedBytes()),
                        problems == 0 ? "all is well" : Figures.count(problems, "problem")));
        if (found.droppedBlocks() != null && found.mendedHeads() != null && problems > 0) {
            say("dropped %s, mended %s; put the affected files again to heal them"
                    .formatted(
                            Figures.count(found.droppedBlocks(), "block"), Figures.count(found.mendedHeads(), "head")));
        }
    }

    private void say(Results.Affected affected) {
        String root = affected.name() == null ? affected.root() : affected.name() + " (" + affected.root() + ")";
        say("  " + root + "  " + (affected.path().isEmpty() ? "its top" : affected.path()) + "  needs "
                + affected.block());
    }

    private ExitCode reindex(NodeOperations node) {
        Results.Reindex done;
        try (Progress progress = progress(node, "reindex")) {
            done = node.reindex(progress);
        }
        print(
                done,
                () -> say("indexed %s, mended %s%s"
                        .formatted(
                                Figures.count(done.indexedBlocks(), "block"),
                                Figures.count(done.mendedHeads(), "head"),
                                done.unreadableBlocks() == 0
                                        ? ""
                                        : ", left out %d that cannot be read: pakit verify names them"
                                                .formatted(done.unreadableBlocks()))));
        return done.unreadableBlocks() == 0 ? ExitCode.DONE : ExitCode.CORRUPT;
    }
}
