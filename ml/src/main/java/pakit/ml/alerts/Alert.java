package pakit.ml.alerts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/// Something that was wrong, or still is.
///
/// @param id unique for ever
/// @param timestamp when it was raised
/// @param model its name, or empty for the node as a whole
/// @param kind such as `latency`
/// @param message in words, with what was found and what was expected
/// @param resolvedAt when it was over; null while it is open, and `timestamp` for what only happened
public record Alert(
        String id,
        Instant timestamp,
        String model,
        String kind,
        String message,
        @Nullable Instant resolvedAt) {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    AlertKey key() {
        return new AlertKey(model, kind);
    }

    boolean isOpen() {
        return resolvedAt == null;
    }

    Alert resolved(Instant at) {
        return new Alert(id, timestamp, model, kind, message, at);
    }

    /// As in `[2026-01-27 10:30:45] compression_predictor: Latency 7.2ms exceeds threshold 5.0ms`, the time in UTC.
    public String line() {
        return "[" + TIME.format(timestamp) + "] " + (model.isEmpty() ? "node" : model) + ": " + message;
    }
}
