package pakit.bench.store;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// A database as it is used: in each state after the first some rows have changed, some are new and a few are gone; in
/// the fourth it was vacuumed. Written as the file of SQLite and as a dump in SQL. The seed decides all of it.
record DatabaseStates(RowKind kind, long seed, int rows) {
    private static final double UPDATED = 0.02;
    private static final double INSERTED = 0.01;
    private static final double DELETED = 0.003;
    private static final int VACUUMED_STATE = 3;

    /// @param text kind, seed and number of rows, as in `packages/7/1000`
    static DatabaseStates parse(String text) {
        String[] parts = text.split("/");
        return new DatabaseStates(
                RowKind.valueOf(parts[0].toUpperCase(Locale.ROOT)),
                Long.parseLong(parts[1]),
                Integer.parseInt(parts[2]));
    }

    /// @param state 0 for the first
    void write(int state, Path directory) throws SQLException, IOException {
        Path file = directory.resolve("state.sqlite");
        Random random = new Random(seed);
        Words words = new Words(random);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            execute(connection, "PRAGMA journal_mode = OFF");
            execute(connection, "PRAGMA synchronous = OFF");
            execute(connection, kind.table());
            insert(connection, rows, random, words);
            for (String index : kind.indexes()) {
                execute(connection, index);
            }
            for (int reached = 1; reached <= state; reached++) {
                advance(connection, random, words);
                if (reached == VACUUMED_STATE) {
                    execute(connection, "VACUUM");
                }
            }
            dump(connection, directory.resolve("state.sql"));
        }
    }

    private void advance(Connection connection, Random random, Words words) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement update = connection.prepareStatement(kind.update());
                PreparedStatement delete = connection.prepareStatement("DELETE FROM t WHERE id = ?")) {
            for (int i = 0; i < rows * UPDATED; i++) {
                List<Object> values = kind.change(random);
                set(update, values);
                update.setInt(values.size() + 1, 1 + random.nextInt(rows));
                update.executeUpdate();
            }
            for (int i = 0; i < rows * DELETED; i++) {
                delete.setInt(1, 1 + random.nextInt(rows));
                delete.executeUpdate();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
        insert(connection, (int) (rows * INSERTED), random, words);
    }

    private void insert(Connection connection, int count, Random random, Words words) throws SQLException {
        connection.setAutoCommit(false);
        String places = ", ?".repeat(kind.row(new Random(0), words).size());
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (NULL" + places + ")")) {
            for (int i = 0; i < count; i++) {
                set(insert, kind.row(random, words));
                insert.executeUpdate();
            }
        }
        connection.commit();
        connection.setAutoCommit(true);
    }

    private static void set(PreparedStatement statement, List<Object> values) throws SQLException {
        for (int i = 0; i < values.size(); i++) {
            statement.setObject(i + 1, values.get(i));
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private void dump(Connection connection, Path file) throws SQLException, IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM t ORDER BY id")) {
            out.write("BEGIN TRANSACTION;\n" + kind.table() + ";\n");
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                out.write("INSERT INTO t VALUES(");
                for (int column = 1; column <= columns; column++) {
                    Object value = rows.getObject(column);
                    out.write((column > 1 ? "," : "") + (value instanceof String text ? "'" + text + "'" : value));
                }
                out.write(");\n");
            }
            out.write(String.join(";\n", kind.indexes()) + ";\nCOMMIT;\n");
        }
    }
}
