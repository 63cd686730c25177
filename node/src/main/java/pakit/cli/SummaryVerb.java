package pakit.cli;

import java.time.Duration;
import java.util.Locale;
import pakit.ml.telemetry.EventSummary;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "summary",
        description = "Counts events by kind and stretch of time, with means and percentiles of their numbers.",
        footer = {
            "",
            "Percentiles are right to a hundredth of their value.",
            "",
            "Examples:",
            "  pakit telemetry summary",
            "  pakit telemetry summary --type BlockStored --since 1d --bucket 10m"
        })
final class SummaryVerb extends Verb {
    @Mixin
    private EventsWanted wanted = new EventsWanted();

    @Option(
            names = "--bucket",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "How long a stretch of time is. Default: 1h")
    private Duration bucket = Duration.ofHours(1);

    @Override
    public Integer call() {
        EventSummary summary;
        try (NodeOperations node = openStore()) {
            summary = node.summary(wanted.query(Integer.MAX_VALUE), bucket);
        }
        print(summary, () -> summary.groups().forEach(this::describe));
        return ExitCode.DONE.status();
    }

    private void describe(EventSummary.Group group) {
        say("%s  %s  %s".formatted(group.from(), group.kind(), Figures.count(group.events(), "event")));
        Table table = new Table("  NUMBER", ">MEAN", ">MIN", ">P50", ">P95", ">P99", ">MAX");
        for (EventSummary.Column column : group.columns()) {
            table.row(
                    "  " + column.name(),
                    figure(column.mean()),
                    figure(column.min()),
                    figure(column.p50()),
                    figure(column.p95()),
                    figure(column.p99()),
                    figure(column.max()));
        }
        table.lines().forEach(this::say);
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 100 ? "%.3g" : "%.0f", value);
    }
}
