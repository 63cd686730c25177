package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import pakit.ml.drift.DriftReport;
import pakit.ml.drift.SeriesReport;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "drift",
        description = "Says whether what models are asked about has moved away from what they were trained on.",
        footer = {
            "",
            "Examples:",
            "  pakit telemetry drift",
            "  pakit telemetry drift compression_predictor --all",
            "  pakit telemetry drift compression_predictor --svg plots"
        })
final class DriftVerb extends Verb {
    @Parameters(index = "0", arity = "0..1", paramLabel = "MODEL", description = "One of the live models; else all.")
    private @Nullable String model;

    @Option(names = "--all", description = "Also show what has not moved.")
    private boolean all;

    @Option(names = "--svg", paramLabel = "DIR", description = "Draw each model's columns to MODEL.svg in there.")
    private @Nullable Path svg;

    @Override
    public Integer call() throws IOException {
        try (NodeOperations node = open()) {
            Results.Drift drift = node.monitor().drift(Optional.ofNullable(model));
            if (svg != null) {
                draw(drift.models(), path(svg));
            }
            print(drift, () -> describe(drift));
        }
        return ExitCode.DONE.status();
    }

    private static void draw(List<DriftReport> models, Path directory) throws IOException {
        Files.createDirectories(directory);
        for (DriftReport report : models) {
            Files.writeString(directory.resolve(report.model() + ".svg"), DriftPlot.svg(report));
        }
    }

    private void describe(Results.Drift drift) {
        if (drift.models().isEmpty()) {
            say("no live model came with histograms of what it was trained on");
        }
        drift.models().forEach(this::describe);
        drift.series().stream().filter(series -> series.values() > 0).forEach(this::describe);
    }

    private void describe(SeriesReport report) {
        say(String.format(
                Locale.ROOT,
                "%s: %.2f %% on average, %s",
                report.title(),
                report.percent(),
                Figures.count(report.values(), "value")));
        report.changes().forEach(change -> say("  " + words(change)));
    }

    private static String words(SeriesReport.Change change) {
        String until = change.until() == null ? "" : ", until " + change.until();
        return "%s since %s%s, noticed at %s by %s"
                .formatted(change.words(), change.since(), until, change.at(), change.detector());
    }

    private void describe(DriftReport report) {
        say("%s v%s: %s, %s".formatted(report.model(), report.version(), rows(report), verdict(report)));
        List<DriftReport.Column> shown = all ? report.columns() : report.moved();
        if (!shown.isEmpty()) {
            Table table = new Table("COLUMN", ">FROM", ">TO", ">PSI", ">MOVED BY", ">P", "EXPECTED", "FOUND", "SINCE");
            shown.forEach(column -> table.row(
                    column.name(),
                    number(column.from()),
                    number(column.to()),
                    String.format(Locale.ROOT, "%.2f", column.psi()),
                    number(column.wasserstein()),
                    String.format(Locale.ROOT, "%.2g", column.pValue()),
                    DriftPlot.sparkline(column.expected()),
                    DriftPlot.sparkline(column.found()),
                    since(column)));
            print(table);
        }
    }

    private static String rows(DriftReport report) {
        String rows = Figures.count(report.rows(), "row");
        return report.since() == null ? rows : rows + " since " + report.since();
    }

    private static String verdict(DriftReport report) {
        if (report.rows() < report.rowsMin()) {
            return "too few to judge, which takes " + report.rowsMin();
        }
        int moved = report.moved().size();
        return moved == 0
                ? "nothing has moved"
                : "%d of %d columns have moved"
                        .formatted(moved, report.columns().size());
    }

    private static String since(DriftReport.Column column) {
        if (!column.moved()) {
            return "";
        }
        return column.movedSince() == null
                ? "as long as events are kept"
                : column.movedSince().toString();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
