package pakit.ml.telemetry;

import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import pakit.error.PakitException;

/// Which events are wanted.
///
/// @param kinds of these kinds; all if none is named
/// @param since of this time or later; the time is the clock's when the event happened, which may have been set back
///     since
/// @param limit the newest so many
public record EventQuery(Set<EventKind> kinds, Instant since, int limit) {
    public EventQuery {
        kinds = Set.copyOf(kinds);
        if (limit < 0) {
            throw new PakitException.Invalid("limit must not be negative, found " + limit);
        }
    }

    /// The newest, of all kinds if none is named.
    public static EventQuery newest(int limit, EventKind... kinds) {
        return new EventQuery(Set.copyOf(Arrays.asList(kinds)), Instant.MIN, limit);
    }

    public EventQuery since(Instant oldest) {
        return new EventQuery(kinds, oldest, limit);
    }

    boolean wants(TelemetryEvent event) {
        return (kinds.isEmpty() || kinds.contains(EventKind.of(event)))
                && !event.at().isBefore(since);
    }

    /// A bit for each kind that is wanted.
    long bits() {
        return kinds.isEmpty() ? -1L : kinds.stream().mapToLong(EventQuery::bit).sum();
    }

    static long bit(EventKind kind) {
        return 1L << kind.ordinal();
    }
}
