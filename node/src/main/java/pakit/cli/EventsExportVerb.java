package pakit.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import pakit.error.PakitException;
import pakit.ml.privacy.Anonymity;
import pakit.ml.telemetry.EventCsv;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventParquet;
import pakit.ml.telemetry.EventQuery;
import pakit.ml.telemetry.EventTableau;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.node.NodeOperations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "export",
        description = "Writes events of one type to a file of rows.",
        footer = {
            "",
            "Rows leave out hashes and vectors, cut times to the hour and bytes to a power of two, and each shares its",
            "quasi-identifiers with others (k-anonymity). With --k 1 they are exact, and not to be given away.",
            "",
            "Examples:",
            "  pakit telemetry export stored.csv --type BlockStored --since 7d --leave-out",
            "  pakit telemetry export stored.parquet --type BlockStored --format parquet --k 1"
        })
final class EventsExportVerb extends Verb {
    /// In which form rows are written.
    enum Format {
        csv,
        parquet
    }

    @Parameters(paramLabel = "FILE", description = "A new file.")
    private Path file = Path.of("");

    @Mixin
    private EventsWanted wanted = new EventsWanted();

    @Option(names = "--format", paramLabel = "F", description = "csv or parquet. Default: ${DEFAULT-VALUE}")
    private Format format = Format.csv;

    @Option(names = "--limit", paramLabel = "N", description = "The newest so many. Default: ${DEFAULT-VALUE}")
    private int limit = 100_000;

    @Option(names = "--k", paramLabel = "K", description = "How many rows must be alike. Default: ${DEFAULT-VALUE}")
    private int k = 5;

    @Option(
            names = "--quasi",
            paramLabel = "COLUMN",
            split = ",",
            description = "In what they must be. Default: times, numbers of bytes and texts")
    private List<String> quasi = List.of();

    @Option(names = "--leave-out", description = "Leave rows out that are like too few others, instead of refusing.")
    private boolean leavesOut;

    /// What `--json` prints.
    record Written(String file, String type, int rows, int leftOut) {}

    @Override
    public Integer call() {
        Path target = path(file);
        EventQuery query = wanted.query(limit);
        if (query.kinds().size() != 1) {
            throw new PakitException.Invalid("say one --type: a file has the columns of one");
        }
        EventKind kind = query.kinds().iterator().next();
        List<TelemetryEvent> events;
        try (NodeOperations node = openStore()) {
            events = node.events(query);
        }
        Anonymity.Lonely lonely = leavesOut ? Anonymity.Lonely.LEFT_OUT : Anonymity.Lonely.REFUSED;
        EventTableau tableau = EventTableau.of(kind, events, new Anonymity(k), quasi, lonely);
        write(tableau, target);
        Written written = new Written(file.toString(), kind.label(), tableau.size(), events.size() - tableau.size());
        print(
                written,
                () -> say(Figures.count(written.rows(), "row") + " written to " + file + ", " + written.leftOut()
                        + " left out"));
        return ExitCode.DONE.status();
    }

    private void write(EventTableau tableau, Path target) {
        if (Files.exists(target)) {
            throw new PakitException.Refused(target + " exists: name a new file");
        }
        try (OutputStream out =
                new BufferedOutputStream(Files.newOutputStream(target, StandardOpenOption.CREATE_NEW))) {
            switch (format) {
                case csv -> EventCsv.write(tableau, out);
                case parquet -> EventParquet.write(tableau, out);
            }
        } catch (IOException e) {
            throw new PakitException.Unavailable(target + " cannot be written: " + e, e);
        }
    }
}
