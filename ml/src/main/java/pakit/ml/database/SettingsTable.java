package pakit.ml.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/// Settings that were made while the node ran, by name. They hold over the configuration. Thread-safe.
public final class SettingsTable {
    private final PakitDatabase database;

    public SettingsTable(PakitDatabase database) {
        this.database = database;
    }

    public Optional<String> get(String name) {
        return database.transact(connection -> {
            try (PreparedStatement query = connection.prepareStatement("SELECT content FROM settings WHERE name = ?")) {
                query.setString(1, name);
                try (ResultSet row = query.executeQuery()) {
                    return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
                }
            }
        });
    }

    public void put(String name, String content) {
        database.transact(connection -> {
            try (PreparedStatement put =
                    connection.prepareStatement("INSERT INTO settings (name, content) VALUES (?, ?)"
                            + " ON CONFLICT (name) DO UPDATE SET content = excluded.content")) {
                put.setString(1, name);
                put.setString(2, content);
                return put.executeUpdate();
            }
        });
    }

    public void remove(String name) {
        database.transact(connection -> {
            try (PreparedStatement remove = connection.prepareStatement("DELETE FROM settings WHERE name = ?")) {
                remove.setString(1, name);
                return remove.executeUpdate();
            }
        });
    }
}
