package pakit.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The kinds of files in a home, and what damage to each may do.
final class HomeFiles {
    private HomeFiles() {}

    /// What damage may do to a file, besides being without effect.
    enum Rule {
        /// Blocks and roots: every damage is found; what cannot be read is refused, and verify says so.
        CONTENT,
        /// What leads to them: damage has no effect, or is named.
        STORE,
        /// A version, a journal, switches: damage has no effect, or is named, unless the file is gone, which is as if
        /// it had never been; blocks and roots do not notice.
        NAMED,
        /// Written by people, or a database that finds by its own means what it finds, or nothing that matters: blocks
        /// and roots do not notice.
        APART
    }

    /// @param names matches the path below the home
    record Kind(String title, Pattern names, Rule rule) {
        static Kind of(String title, String names, Rule rule) {
            return new Kind(title, Pattern.compile(names), rule);
        }

        /// What a message may call a file of this kind, any of them.
        List<String> called(Path file) {
            String name = file.getFileName().toString();
            return switch (title) {
                case "model" -> List.of(name, "" + file.getName(file.getNameCount() - 2)); // the version
                case "settings of the operator" -> List.of(name, "configuration:");
                default -> List.of(name);
            };
        }

        @Override
        public String toString() {
            return title;
        }
    }

    private static final String VERSION = "models/[a-z_]+/[0-9.]+/";

    static final List<Kind> KINDS = List.of(
            Kind.of("table", "blocks/\\d+\\.sst", Rule.CONTENT),
            Kind.of("records", "blocks/\\d+\\.blob", Rule.CONTENT),
            Kind.of("write-ahead log", "blocks/\\d+\\.log", Rule.STORE),
            Kind.of("manifest of tables", "blocks/MANIFEST-\\d+", Rule.STORE),
            Kind.of("CURRENT", "blocks/CURRENT", Rule.STORE),
            Kind.of("synced positions", "blocks\\.(synced|manifest)", Rule.STORE),
            Kind.of("frozen settings", "home\\.json", Rule.STORE),
            Kind.of("model", VERSION + "model\\.json", Rule.NAMED),
            Kind.of("weights", VERSION + "(model\\.onnx|state\\.bin)", Rule.NAMED),
            Kind.of("journal", "models/[a-z_]+/activations\\.log", Rule.NAMED),
            Kind.of("evaluation", "models/[a-z_]+/evaluations/[0-9a-z.-]+\\.json", Rule.NAMED),
            Kind.of("switches", "models/switches\\.json", Rule.NAMED),
            Kind.of("database", "pakit\\.db", Rule.APART),
            Kind.of("telemetry", "telemetry\\.db", Rule.APART),
            Kind.of("settings of the operator", "pakit\\.conf", Rule.APART),
            Kind.of("tokens", "tokens", Rule.APART),
            Kind.of("address of the node", "node\\.json", Rule.APART),
            Kind.of("log of the database", "(pakit|telemetry)\\.db-(wal|shm)", Rule.APART),
            Kind.of("key of names in telemetry", "telemetry\\.key", Rule.APART),
            Kind.of("card", VERSION + "card\\.md", Rule.APART),
            Kind.of("identity, locks, log, options", "lock|blocks/(IDENTITY|LOCK|LOG.*|OPTIONS-.*)", Rule.APART));

    static List<Path> all(Path home) throws IOException {
        try (Stream<Path> walk = Files.walk(home)) {
            return walk.filter(Files::isRegularFile)
                    .map(home::relativize)
                    .sorted()
                    .toList();
        }
    }

    static List<Path> of(Kind kind, Path home) throws IOException {
        return all(home).stream()
                .filter(file -> kind.names().matcher(file.toString()).matches())
                .toList();
    }
}
