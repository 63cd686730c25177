package pakit.ml.alerts;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import pakit.ml.database.PakitDatabase;

/// Alerts in the database; the oldest resolved ones beyond a stated number are deleted.
final class AlertTable {
    /// Nine digits always, so that times sort as text.
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn'Z'").withZone(ZoneOffset.UTC);

    private static final String COLUMNS = "SELECT id, raised_at, model, kind, message, resolved_at FROM alerts ";

    private final PakitDatabase database;
    private final int rowsMax;

    AlertTable(PakitDatabase database, int rowsMax) {
        this.database = database;
        this.rowsMax = rowsMax;
    }

    /// Writes an alert, new or changed.
    void save(Alert alert) {
        database.transact(connection -> {
            upsert(connection, alert);
            return deleteOldest(connection);
        });
    }

    /// Newest first.
    List<Alert> newest(int limit) {
        return query("ORDER BY raised_at DESC, rowid DESC LIMIT ?", limit);
    }

    /// The newest `limit` of those that are open, newest first.
    List<Alert> open(int limit) {
        return query("WHERE resolved_at IS NULL ORDER BY raised_at DESC, rowid DESC LIMIT ?", limit);
    }

    private List<Alert> query(String which, int limit) {
        return database.transact(connection -> {
            try (PreparedStatement query = connection.prepareStatement(COLUMNS + which)) {
                query.setInt(1, limit);
                try (ResultSet rows = query.executeQuery()) {
                    List<Alert> found = new ArrayList<>();
                    while (rows.next()) {
                        found.add(read(rows));
                    }
                    return found;
                }
            }
        });
    }

    private static Alert read(ResultSet row) throws SQLException {
        String resolved = row.getString(6);
        return new Alert(
                row.getString(1),
                Instant.parse(row.getString(2)),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                resolved == null ? null : Instant.parse(resolved));
    }

    private static void upsert(Connection connection, Alert alert) throws SQLException {
        Instant resolved = alert.resolvedAt();
        try (PreparedStatement save = connection.prepareStatement(
                "INSERT INTO alerts (id, raised_at, model, kind, message, resolved_at) VALUES (?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET resolved_at = excluded.resolved_at")) {
            save.setString(1, alert.id());
            save.setString(2, TIME.format(alert.timestamp()));
            save.setString(3, alert.model());
            save.setString(4, alert.kind());
            save.setString(5, alert.message());
            save.setString(6, resolved == null ? null : TIME.format(resolved));
            save.executeUpdate();
        }
    }

    private int deleteOldest(Connection connection) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("DELETE FROM alerts WHERE resolved_at IS NOT NULL AND id NOT IN"
                        + " (SELECT id FROM alerts ORDER BY raised_at DESC, rowid DESC LIMIT ?)")) {
            delete.setInt(1, rowsMax);
            return delete.executeUpdate();
        }
    }
}
