package pakit.bench.store;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/// What the rows of a made-up database look like. All that a row says is drawn by the given random numbers.
enum RowKind {
    /// A catalogue: long rows of prose and digests, found by name and section.
    PACKAGES(
            "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, version TEXT, section TEXT, size INTEGER, digest TEXT,"
                    + " depends TEXT, description TEXT)",
            List.of("CREATE INDEX by_name ON t(name)", "CREATE INDEX by_section ON t(section)"),
            "UPDATE t SET version = ?, size = ?, digest = ? WHERE id = ?") {
        @Override
        List<Object> row(Random random, Words words) {
            return List.of(
                    words.one(random) + "-" + words.one(random),
                    version(random),
                    words.one(random),
                    random.nextInt(1 << 24),
                    digest(random),
                    words.text(random, 2 + random.nextInt(10)),
                    words.text(random, 20 + random.nextInt(80)));
        }

        @Override
        List<Object> change(Random random) {
            return List.of(version(random), random.nextInt(1 << 24), digest(random));
        }
    },
    /// A ledger: short rows of numbers, that grows at its end and is found by customer.
    ORDERS(
            "CREATE TABLE t(id INTEGER PRIMARY KEY, customer INTEGER, placed TEXT, status TEXT, total REAL, note TEXT)",
            List.of("CREATE INDEX by_customer ON t(customer)", "CREATE INDEX by_day ON t(placed)"),
            "UPDATE t SET status = ?, total = ? WHERE id = ?") {
        @Override
        List<Object> row(Random random, Words words) {
            String placed =
                    "20%02d-%02d-%02d".formatted(random.nextInt(30), 1 + random.nextInt(12), 1 + random.nextInt(28));
            return List.of(
                    random.nextInt(20_000),
                    placed,
                    "new",
                    random.nextInt(1_000_000) / 100.0,
                    words.text(random, random.nextInt(12)));
        }

        @Override
        List<Object> change(Random random) {
            return List.of(random.nextBoolean() ? "paid" : "sent", random.nextInt(1_000_000) / 100.0);
        }
    };

    private final String table;
    private final List<String> indexes;
    private final String update;

    RowKind(String table, List<String> indexes, String update) {
        this.table = table;
        this.indexes = indexes;
        this.update = update;
    }

    /// The table `t`, whose first column is `id`.
    String table() {
        return table;
    }

    List<String> indexes() {
        return indexes;
    }

    /// With the values of [#change] and then an id as parameters.
    String update() {
        return update;
    }

    /// The columns behind the id.
    abstract List<Object> row(Random random, Words words);

    /// What an update sets.
    abstract List<Object> change(Random random);

    private static String version(Random random) {
        return random.nextInt(9) + "." + random.nextInt(30) + "." + random.nextInt(30) + "-" + (1 + random.nextInt(4));
    }

    private static String digest(Random random) {
        StringBuilder digest = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            digest.append(String.format(Locale.ROOT, "%016x", random.nextLong()));
        }
        return digest.toString();
    }
}
