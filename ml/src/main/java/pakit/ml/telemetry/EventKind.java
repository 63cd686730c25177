package pakit.ml.telemetry;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import pakit.error.PakitException;

/// The kinds of events. The order is that of the numbers on disk: new ones go to the end, and a change of the
/// components of any is a new [EventDatabase#FORMAT_VERSION].
public enum EventKind {
    BLOCK_STORED(TelemetryEvent.BlockStored.class),
    ORACLE_TRIED(TelemetryEvent.OracleTried.class),
    PREDICTED(TelemetryEvent.Predicted.class),
    BLOCK_READ(TelemetryEvent.BlockRead.class),
    DEDUP_TRIED(TelemetryEvent.DedupTried.class),
    PREFETCHED(TelemetryEvent.Prefetched.class),
    PEER_ASKED(TelemetryEvent.PeerAsked.class),
    BROADCAST(TelemetryEvent.Broadcast.class),
    DECIDED(TelemetryEvent.Decided.class),
    CAME_OUT(TelemetryEvent.CameOut.class);

    private static final Map<Class<?>, EventKind> BY_TYPE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.type, Function.identity()));

    private final Class<? extends TelemetryEvent> type;
    private final EventRecord form;

    EventKind(Class<? extends TelemetryEvent> type) {
        this.type = type;
        this.form = new EventRecord(type);
    }

    public static EventKind of(TelemetryEvent event) {
        EventKind kind = BY_TYPE.get(event.getClass());
        if (kind == null) {
            throw new IllegalStateException("event " + event.getClass() + " has no kind");
        }
        return kind;
    }

    /// @throws PakitException.Invalid if no kind has that label
    public static EventKind labelled(String label) {
        return Arrays.stream(values())
                .filter(kind -> kind.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new PakitException.Invalid("no kind of event is called '" + label + "', there are "
                        + Arrays.stream(values()).map(EventKind::label).toList()));
    }

    /// The record that holds one.
    public Class<? extends TelemetryEvent> type() {
        return type;
    }

    /// Its name in JSON and on the command line.
    public String label() {
        return type.getSimpleName();
    }

    /// Its components, in the order of the record.
    public List<EventColumn> columns() {
        return form.columns();
    }

    EventRecord form() {
        return form;
    }
}
