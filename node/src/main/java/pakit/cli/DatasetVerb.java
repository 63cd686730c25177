package pakit.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.models.MeasurementFile;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.node.NodeOperations;
import pakit.training.TelemetryDataset;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "dataset",
        description = "Writes what the node learned of its own blocks as measurements to train on.",
        footer = {
            "",
            "These are the blocks on which the oracle tried all codecs ('oracle.share'); they hold features and figures,",
            "and no content. More of them come in by time.",
            "",
            "Examples:",
            "  pakit telemetry dataset blocks.measured --since 7d",
            "  pakit train compression_predictor --measurements blocks.measured --register 1.1.0"
        })
final class DatasetVerb extends Verb {
    /// The newest events that are looked at.
    private static final int EVENTS_MAX = 100_000;

    @Parameters(paramLabel = "FILE", description = "A new file.")
    private Path file = Path.of("");

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Only of this long, such as 7d.")
    private @Nullable Duration since;

    /// What `--json` prints.
    ///
    /// @param best how often each codec was the cheapest, by profile
    record Written(
            String file,
            int blocks,
            long families,
            Instant from,
            Instant until,
            Map<String, Map<String, Long>> best,
            long slow) {}

    @Override
    public Integer call() {
        Path target = path(file);
        if (Files.exists(target)) {
            throw new PakitException.Refused(target + " exists: name a new file");
        }
        TelemetryDataset dataset;
        try (NodeOperations node = openStore()) {
            dataset = TelemetryDataset.of(node.events(wanted()));
        }
        MeasurementFile.write(dataset.measurements(), target);
        print(written(dataset), () -> describe(dataset));
        return ExitCode.DONE.status();
    }

    private EventQuery wanted() {
        EventQuery newest = EventQuery.newest(EVENTS_MAX, EventKind.ORACLE_TRIED);
        return since == null ? newest : newest.since(Instant.now().minus(since));
    }

    private Written written(TelemetryDataset dataset) {
        return new Written(
                file.toString(),
                dataset.measurements().blocks().size(),
                dataset.measurements().families(),
                dataset.from(),
                dataset.until(),
                dataset.best(),
                dataset.slow());
    }

    private void describe(TelemetryDataset dataset) {
        long stretches = dataset.measurements().families();
        say("%s in %d %s of time, from %s to %s"
                .formatted(
                        Figures.count(dataset.measurements().blocks().size(), "block"),
                        stretches,
                        stretches == 1 ? "stretch" : "stretches",
                        dataset.from(),
                        dataset.until()));
        dataset.best().forEach((profile, codecs) -> say("cheapest in profile " + profile + ": " + counts(codecs)));
        if (dataset.slow() > 0) {
            say(Figures.count(dataset.slow(), "block") + " took some codec ten times as long as usual");
        }
    }

    private static String counts(Map<String, Long> codecs) {
        return String.join(
                ", ",
                codecs.entrySet().stream()
                        .filter(codec -> codec.getValue() > 0)
                        .sorted((a, b) -> Long.compare(b.getValue(), a.getValue()))
                        .map(codec -> codec.getKey() + " " + codec.getValue())
                        .toList());
    }
}
