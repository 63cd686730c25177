package pakit.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// What is asked of the benchmarks.
///
/// @param names of tables, or what they begin with up to a dash; none for all that need no network
/// @param cache where versioned sets are kept
/// @param list of versioned sets, instead of those that come with the project
/// @param data where traces of other people are that cannot come with the project
record Options(List<String> names, Effort effort, Path cache, Optional<Path> list, Optional<Path> data) {
    static Options parse(String... arguments) {
        List<String> names = new ArrayList<>();
        Effort effort = Effort.FULL;
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "pakit-bench");
        Optional<Path> list = Optional.empty();
        Optional<Path> data = Optional.empty();
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        while (!words.isEmpty()) {
            String word = words.pop();
            switch (word) {
                case "--quick" -> effort = Effort.QUICK;
                case "--cache" -> cache = Path.of(words.pop());
                case "--list" -> list = Optional.of(Path.of(words.pop()));
                case "--data" -> data = Optional.of(Path.of(words.pop()));
                default -> names.add(word);
            }
        }
        return new Options(names, effort, cache.toAbsolutePath(), list, data);
    }

    boolean quick() {
        return effort == Effort.QUICK;
    }

    boolean names(String table) {
        return names.stream().anyMatch(name -> table.equals(name) || table.startsWith(name + "-"));
    }
}
