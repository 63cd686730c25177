package pakit.bench;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What is asked of the benchmarks.
///
/// @param names of tables, or what they begin with up to a dash; none for all that need no network
/// @param cache where versioned sets are kept
/// @param list of versioned sets, instead of those that come with the project
/// @param accessesMax that an LSTM may learn from, of each trace
/// @param data where traces of other people are that cannot come with the project
record Options(
        List<String> names, Effort effort, Path cache, Optional<Path> list, long accessesMax, Optional<Path> data) {
    private static final long ACCESSES_MAX = 6_000_000;
    private static final Set<String> HELP = Set.of("--help", "-h");

    static boolean askForHelp(String... arguments) {
        return List.of(arguments).stream().anyMatch(HELP::contains);
    }

    /// @throws IllegalArgumentException if an option is unknown or lacks its value
    static Options parse(String... arguments) {
        List<String> names = new ArrayList<>();
        Effort effort = Effort.FULL;
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "pakit-bench");
        Optional<Path> list = Optional.empty();
        long accessesMax = ACCESSES_MAX;
        Optional<Path> data = Optional.empty();
        Deque<String> words = new ArrayDeque<>(List.of(arguments));
        while (!words.isEmpty()) {
            String word = words.pop();
            switch (word) {
                case "--quick" -> effort = Effort.QUICK;
                case "--cache" -> cache = pathAfter(word, words);
                case "--list" -> list = Optional.of(pathAfter(word, words));
                case "--accesses" -> accessesMax = countAfter(word, words);
                case "--data" -> data = Optional.of(pathAfter(word, words));
                default -> names.add(requireName(word));
            }
        }
        return new Options(names, effort, cache.toAbsolutePath(), list, accessesMax, data);
    }

    private static Path pathAfter(String option, Deque<String> words) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException(option + " needs a path behind it, found nothing");
        }
        return Path.of(words.pop());
    }

    private static long countAfter(String option, Deque<String> words) {
        String count = words.isEmpty() ? "nothing" : words.pop();
        if (!count.matches("[1-9][0-9]{0,17}")) {
            throw new IllegalArgumentException(option + " needs a number from 1 on behind it, found " + count);
        }
        return Long.parseLong(count);
    }

    private static String requireName(String word) {
        if (word.startsWith("-")) {
            throw new IllegalArgumentException("there is no option " + word
                    + ", there are --quick, --cache, --list, --accesses, --data and --help");
        }
        return word;
    }

    boolean quick() {
        return effort == Effort.QUICK;
    }

    boolean names(String table) {
        return names.stream().anyMatch(name -> means(name, table));
    }

    /// The names that mean none of these tables.
    List<String> unknown(Collection<String> tables) {
        return names.stream()
                .filter(name -> tables.stream().noneMatch(table -> means(name, table)))
                .toList();
    }

    private static boolean means(String name, String table) {
        return table.equals(name) || table.startsWith(name + "-");
    }
}
