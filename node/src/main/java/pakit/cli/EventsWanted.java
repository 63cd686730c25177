package pakit.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import picocli.CommandLine.Option;

/// Options that say which events are wanted.
final class EventsWanted {
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Only of this kind, such as BlockStored; may be given again for others.")
    private List<String> types = List.of();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = DurationText.class,
            description = "Only of this long, such as 7d.")
    private @Nullable Duration since;

    EventQuery query(int limit) {
        return new EventQuery(
                types.stream().map(EventKind::labelled).collect(Collectors.toUnmodifiableSet()),
                since == null ? Instant.MIN : Instant.now().minus(since),
                limit);
    }
}
