package pakit.ml.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// The tables of `pakit.db`, as the steps that make them. The format is how many steps a file has seen; a step that was
/// released never changes, what is new is a further step at the end. Plain SQL that other databases take too.
final class PakitSchema {
    /// Times are ISO 8601 in UTC with nine digits of a second, so that they sort as text.
    static final List<List<String>> STEPS = List.of(
            List.of(
                    "CREATE TABLE settings (name TEXT PRIMARY KEY, content TEXT NOT NULL)",
                    "CREATE TABLE alerts (id TEXT PRIMARY KEY, raised_at TEXT NOT NULL, model TEXT NOT NULL,"
                            + " kind TEXT NOT NULL, message TEXT NOT NULL, resolved_at TEXT)",
                    "CREATE INDEX alerts_by_time ON alerts (raised_at)"),
            List.of(
                    "CREATE TABLE experiments (name TEXT PRIMARY KEY, setup TEXT NOT NULL, state TEXT NOT NULL)",
                    "CREATE TABLE experiment_figures (experiment TEXT NOT NULL, phase INTEGER NOT NULL,"
                            + " arm INTEGER NOT NULL, share REAL NOT NULL, figures BLOB NOT NULL,"
                            + " PRIMARY KEY (experiment, phase, arm))"),
            List.of("CREATE TABLE jobs (id TEXT PRIMARY KEY, content TEXT NOT NULL)"));

    static final int FORMAT = STEPS.size();

    private PakitSchema() {}

    /// Takes a file of format `from` to this one; one transaction of the caller.
    static void bringUp(Connection connection, int from) throws SQLException {
        for (List<String> step : STEPS.subList(from, FORMAT)) {
            try (Statement statement = connection.createStatement()) {
                for (String sql : step) {
                    statement.execute(sql);
                }
            }
        }
        DatabaseFile.format(connection, FORMAT);
    }
}
