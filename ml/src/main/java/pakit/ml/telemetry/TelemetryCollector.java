package pakit.ml.telemetry;

import java.nio.file.Path;
import java.util.List;

/// Takes events on the hot path and writes them to SQLite in batches on its own thread. When writing falls behind,
/// events are dropped and counted; nobody waits. Thread-safe.
public final class TelemetryCollector implements AutoCloseable {
    /// Opens or creates the database. One that is corrupt is set aside by name and a new one begun: telemetry may be
    /// lost
    /// without harm.
    public TelemetryCollector(Path database) {
        throw new UnsupportedOperationException();
    }

    /// Hands over an event; never blocks, never throws.
    public void record(TelemetryEvent event) {
        throw new UnsupportedOperationException();
    }

    /// The newest `limit` events, newest first, those just recorded included.
    public List<TelemetryEvent> events(int limit) {
        throw new UnsupportedOperationException();
    }

    /// Events dropped since start.
    public long dropped() {
        throw new UnsupportedOperationException();
    }

    /// Writes what is pending and closes the database.
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
