package pakit.cli;

import pakit.ml.models.GateCheck;
import pakit.ml.models.GateReport;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "validate",
        description = "Says whether a version passes the gate that stands before 'models swap'.",
        footer = {
            "",
            "The version is evaluated once, on blocks that ship with Pakit; that takes a second or so, and what was",
            "measured is kept. The exit code is 1 if a check fails.",
            "",
            "Examples:",
            "  pakit models validate compression_predictor 1.1.0"
        })
final class ValidateVerb extends Verb {
    @Parameters(index = "0", paramLabel = "NAME", description = "The model, such as compression_predictor.")
    private String name = "";

    @Parameters(index = "1", paramLabel = "VERSION", description = "A registered version.")
    private String version = "";

    @Override
    public Integer call() {
        try (NodeOperations node = open()) {
            GateReport report = node.models().validate(name, version);
            print(report, () -> describe(report));
            return (report.passed() ? ExitCode.DONE : ExitCode.REFUSED).status();
        }
    }

    private void describe(GateReport report) {
        print(table(report));
        String against = report.against() == null ? "" : ", beside v" + report.against() + " which is live";
        say("Model validation %s: %s v%s%s"
                .formatted(report.passed() ? "passed" : "failed", report.model(), report.version(), against));
    }

    static Table table(GateReport report) {
        Table table = new Table("CHECK", "PASSED", "FOUND AND REQUIRED");
        for (GateCheck check : report.checks()) {
            table.row(check.name(), check.passed() ? "yes" : "NO", check.words());
        }
        return table;
    }
}
