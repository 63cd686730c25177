package pakit.cli;

import java.util.Locale;
import pakit.ml.estimate.CandidateReport;
import pakit.node.ModelOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "estimate",
        description = "Says what a version would bring, from logged telemetry, before it serves anybody.",
        footer = {
            "",
            "Needs 'ml.exploration' above 0 for ips, snips and doubly_robust, and 'oracle.share' for the rest.",
            "",
            "Examples:",
            "  pakit models estimate compression_predictor 1.1.0"
        })
final class EstimateVerb extends ModelsCommand.OneModel {
    @Parameters(index = "1", paramLabel = "VERSION", description = "A registered version.")
    private String version = "";

    @Override
    void work(ModelOperations models, String name) {
        CandidateReport report = models.estimate(name, version);
        print(report, () -> describe(report));
    }

    private void describe(CandidateReport report) {
        Table table = new Table("A BLOCK", "BY", ">ESTIMATE", ">LOW", ">HIGH");
        for (CandidateReport.Figure figure : report.figures()) {
            table.row(
                    figure.measure(),
                    figure.method(),
                    number(figure.value()),
                    number(figure.low()),
                    number(figure.high()));
        }
        print(table);
        say(String.format(
                Locale.ROOT,
                "%s v%s, profile %s: %d decisions, %d agree, effective sample size %.0f; %d blocks by the oracle",
                report.model(),
                report.version(),
                report.profile(),
                report.decisions(),
                report.agreeing(),
                report.effectiveSampleSize(),
                report.oracleSamples()));
        report.warnings().forEach(warning -> say("warning: " + warning));
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
