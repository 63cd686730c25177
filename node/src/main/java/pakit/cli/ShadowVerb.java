package pakit.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.integration.ShadowReport;
import pakit.node.ModelOperations;
import pakit.node.ShadowOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "shadow",
        description = "Compares the challenger's answers with those of the live version; nobody uses them.",
        footer = {
            "",
            "A running node asks the challenger what the live version is asked, on a share of the traffic, beside it.",
            "Alone it shows what was found. The share is kept over restarts, and holds over the configuration.",
            "",
            "Examples:",
            "  pakit models shadow compression_predictor 1.1.0 --share 0.1",
            "  pakit models shadow compression_predictor",
            "  pakit models shadow compression_predictor --share 0"
        })
final class ShadowVerb extends ModelsCommand.OneModel {
    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "VERSION",
            description = "The registered version that becomes the challenger. Default: the one that is")
    private @Nullable String version;

    @Option(names = "--share", paramLabel = "SHARE", description = "Share of the traffic, 0 to 1; 0 ends it.")
    private @Nullable Double share;

    @Option(names = "--reset", description = "Go back to the share that is configured.")
    private boolean reset;

    @Option(names = "--reason", paramLabel = "TEXT", description = "Kept in the history.")
    private String reason = "asked for on the command line";

    @Override
    void work(ModelOperations models, String name) {
        if (share != null && reset) {
            throw new PakitException.Invalid("--reset goes without --share: it takes back what was set");
        }
        boolean orders = version != null || share != null || reset;
        ShadowReport report =
                orders ? models.shadow(name, new ShadowOrder(version, share, reset, reason)) : models.shadow(name);
        print(report, () -> describe(report));
    }

    private void describe(ShadowReport report) {
        say("share " + Figures.percent(report.share()) + " of what the live version is asked");
        ShadowReport.Side live = report.live();
        ShadowReport.Side candidate = report.candidate();
        if (live == null || candidate == null) {
            say(live == null ? "no version is live" : "there is no challenger; name a VERSION");
            return;
        }
        ShadowReport.Figure agreement = report.agreement();
        say(Figures.count(report.compared(), "question") + " answered by both, "
                + Figures.count(report.dropped(), "question") + " dropped");
        say("same answer " + (agreement == null ? "not known yet" : share(agreement)));
        Table table = new Table("VERSION", ">FAILED", ">P50 MS", ">P99 MS", ">REGRET %", ">LOW", ">HIGH", ">TRIED");
        row(table, live);
        row(table, candidate);
        print(table);
        report.differences()
                .forEach(pair -> say(pair.live() + " became " + pair.candidate() + " " + pair.times() + " times"));
    }

    private static String share(ShadowReport.Figure of) {
        return Figures.percent(of.value()) + " (95 % interval " + Figures.percent(of.low()) + " to "
                + Figures.percent(of.high()) + ")";
    }

    private static void row(Table table, ShadowReport.Side side) {
        ShadowReport.Figure regret = side.regret();
        table.row(
                side.version(),
                String.valueOf(side.failures().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()),
                number(side.latencyP50Ms()),
                number(side.latencyP99Ms()),
                regret == null ? "-" : number(regret.value()),
                regret == null ? "-" : number(regret.low()),
                regret == null ? "-" : number(regret.high()),
                String.valueOf(side.regretSamples()));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }
}
