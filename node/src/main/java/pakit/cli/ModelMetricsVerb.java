package pakit.cli;

import java.util.Locale;
import pakit.node.NodeOperations;
import pakit.node.Results;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "metrics",
        description = "How a model does: since the start of the node, and over the window that alerts look at.",
        footer = {"", "Examples:", "  pakit models metrics compression_predictor --json"})
final class ModelMetricsVerb extends Verb {
    @Parameters(paramLabel = "NAME", description = "The model.")
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private String name;

    @Override
    public Integer call() {
        try (NodeOperations node = open()) {
            Results.Metrics metrics = node.monitor().metrics(name);
            print(metrics, () -> {
                Table table = new Table(
                        "", ">PREDICTIONS", ">ERRORS", ">SUCCESS", ">AVG MS", ">P50 MS", ">P95 MS", ">P99 MS");
                row(table, "since start", metrics.sinceStart());
                row(table, "last " + metrics.windowSeconds() + " s", metrics.window());
                print(table);
            });
        }
        return ExitCode.DONE.status();
    }

    private static void row(Table table, String since, Results.CallFigures figures) {
        table.row(
                since,
                Long.toString(figures.predictions()),
                Long.toString(figures.errors()),
                Figures.percent(figures.successRate()),
                millis(figures.latencyAvg()),
                millis(figures.latencyP50()),
                millis(figures.latencyP95()),
                millis(figures.latencyP99()));
    }

    private static String millis(double millis) {
        return String.format(Locale.ROOT, "%.4f", millis);
    }
}
