package pakit.ml.telemetry;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// The rows of `telemetry.db`, each an [EventBatch] with what is needed to pass over it: the span of its times and a
/// bit for each kind in it. While the newest row is short it is written again with what comes, because few events at a
/// time take more space than many.
final class EventTable {
    static final String CREATE = "CREATE TABLE IF NOT EXISTS batches (seq INTEGER PRIMARY KEY AUTOINCREMENT,"
            + " first_at INTEGER NOT NULL, last_at INTEGER NOT NULL, kinds INTEGER NOT NULL,"
            + " events INTEGER NOT NULL, payload BLOB NOT NULL)";

    private static final int TAIL_EVENTS_MAX = 512;

    /// What is let go at a time once the file is too large, so that not every batch has to.
    private static final double LET_GO_SHARE = 0.05;

    private final Connection connection;
    private List<TelemetryEvent> tail = List.of();

    EventTable(Connection connection) {
        this.connection = connection;
    }

    void append(List<TelemetryEvent> events) throws SQLException {
        boolean joins = !tail.isEmpty() && tail.size() + events.size() <= TAIL_EVENTS_MAX;
        List<TelemetryEvent> batch = joins ? join(tail, events) : events;
        if (joins) {
            execute("DELETE FROM batches WHERE seq = (SELECT max(seq) FROM batches)");
        }
        insert(batch);
        tail = batch.size() < TAIL_EVENTS_MAX ? List.copyOf(batch) : List.of();
    }

    /// The row that was written last is not joined: it may not be there.
    void forgetTail() {
        tail = List.of();
    }

    private static List<TelemetryEvent> join(List<TelemetryEvent> one, List<TelemetryEvent> other) {
        List<TelemetryEvent> both = new ArrayList<>(one);
        both.addAll(other);
        return both;
    }

    private void insert(List<TelemetryEvent> batch) throws SQLException {
        long kinds = 0;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (TelemetryEvent event : batch) {
            kinds |= EventQuery.bit(EventKind.of(event));
            first = Math.min(first, event.at().getEpochSecond());
            last = Math.max(last, event.at().getEpochSecond());
        }
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO batches (first_at, last_at, kinds, events, payload) VALUES (?, ?, ?, ?, ?)")) {
            insert.setLong(1, first);
            insert.setLong(2, last);
            insert.setLong(3, kinds);
            insert.setInt(4, batch.size());
            insert.setBytes(5, EventBatch.pack(batch));
            insert.executeUpdate();
        }
    }

    /// Tells `reader` the newest events that `query` wants, newest first.
    void read(EventQuery query, Consumer<TelemetryEvent> reader) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(
                "SELECT payload FROM batches WHERE last_at >= ? AND (kinds & ?) <> 0 ORDER BY seq DESC")) {
            select.setLong(1, query.since().getEpochSecond());
            select.setLong(2, query.bits());
            try (ResultSet rows = select.executeQuery()) {
                int left = query.limit();
                while (left > 0 && rows.next()) {
                    left = tell(EventBatch.unpack(rows.getBytes(1)).reversed(), query, left, reader);
                }
            }
        }
    }

    private static int tell(
            List<TelemetryEvent> newestFirst, EventQuery query, int limit, Consumer<TelemetryEvent> reader) {
        int left = limit;
        for (TelemetryEvent event : newestFirst) {
            if (left > 0 && query.wants(event)) {
                reader.accept(event);
                left--;
            }
        }
        return left;
    }

    /// Deletes the oldest rows that end before `oldest`, and more of them while the file holds more than `bytesMax`;
    /// the newest stays.
    ///
    /// @return whether there was anything to delete
    boolean deleteOldest(Instant oldest, long bytesMax) throws SQLException {
        long deleted = execute("DELETE FROM batches WHERE last_at < " + oldest.getEpochSecond()
                + " AND seq < (SELECT max(seq) FROM batches)");
        while (usedBytes() > bytesMax) {
            long gone = execute("DELETE FROM batches WHERE seq IN (SELECT seq FROM batches WHERE seq <"
                    + " (SELECT max(seq) FROM batches) ORDER BY seq LIMIT max(1, (SELECT CAST(count(*) * "
                    + LET_GO_SHARE
                    + " AS INTEGER) FROM batches)))");
            if (gone == 0) {
                break;
            }
            deleted += gone;
        }
        return deleted > 0;
    }

    /// Gives what rows no longer need back to the disk.
    void returnSpace() throws SQLException {
        execute("PRAGMA incremental_vacuum");
    }

    long sizeBytes() throws SQLException {
        return ask("PRAGMA page_count") * ask("PRAGMA page_size");
    }

    private long usedBytes() throws SQLException {
        return (ask("PRAGMA page_count") - ask("PRAGMA freelist_count")) * ask("PRAGMA page_size");
    }

    private long execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    private long ask(String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(pragma)) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
