package pakit.cli;

import java.util.TreeMap;
import pakit.dag.HintEarnings;
import pakit.dag.PrefetchTotals;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;

@Command(
        name = "stats",
        description = "Counts what is stored.",
        footer = {"", "Examples:", "  pakit stats --json"})
final class StatsVerb extends Verb {
    @Override
    public Integer call() {
        try (NodeOperations node = openStore()) {
            Results.Stats stats = node.stats();
            print(stats, () -> print(stats));
        }
        return ExitCode.DONE.status();
    }

    private void print(Results.Stats stats) {
        Table table = new Table("WHAT", ">SIZE");
        table.row("logical (all roots)", Figures.bytes(stats.logicalBytes()));
        table.row("unique blocks", Figures.bytes(stats.uniqueBytes()));
        table.row("stored", Figures.bytes(stats.storedBytes()));
        new TreeMap<>(stats.storedBytesByCodec())
                .forEach((codec, bytes) -> table.row("  as " + codec, Figures.bytes(bytes)));
        new TreeMap<>(stats.storedBytesByDepth())
                .forEach((depth, bytes) -> table.row("  " + depthName(depth), Figures.bytes(bytes)));
        print(table);
        say(Figures.count(stats.roots(), "root") + ", " + Figures.count(stats.blocks(), "block"));
        Results.Share deltas = stats.deltas();
        if (deltas.blocks() > 0) {
            say(Figures.count(deltas.blocks(), "delta") + ": " + Figures.bytes(deltas.plainBytes()) + " in "
                    + Figures.bytes(deltas.storedBytes()) + ", "
                    + ratio(stats.ratios().delta()));
        }
        say("dedup " + ratio(stats.ratios().dedup()) + ", all together "
                + ratio(stats.ratios().total()));
        HintEarnings.Earned hints = stats.dedupHints();
        if (hints.hintedBlocks() > 0) {
            say("hints on bases earned " + Figures.bytes(hints.earnedBytes()) + " on "
                    + Figures.count(hints.hintedBlocks(), "block") + " since the node began");
        }
        Results.Percent cost = stats.codecHints().cost();
        Results.Percent bytes = stats.codecHints().bytes();
        if (cost != null && bytes != null) {
            say("codecs as chosen beside the default one: cost " + percent(cost) + ", bytes " + percent(bytes) + ", on "
                    + Figures.count(stats.codecHints().triedBlocks(), "block") + " where all were tried");
        }
        PrefetchTotals ahead = stats.prefetch();
        if (ahead.issued() > 0) {
            say("fetched " + Figures.count(ahead.issued(), "block") + " ahead since the node began: " + ahead.used()
                    + " used, " + ahead.wasted() + " wasted");
        }
    }

    private static String ratio(double ratio) {
        return "%.1f : 1".formatted(ratio);
    }

    private static String percent(Results.Percent of) {
        return "%+.1f %% (%+.1f to %+.1f)".formatted(of.percent(), of.low(), of.high());
    }

    private static String depthName(int depth) {
        return depth == 0 ? "no delta" : "deltas of depth " + depth;
    }
}
