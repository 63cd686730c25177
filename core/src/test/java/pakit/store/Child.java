package pakit.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import pakit.block.Block;
import pakit.dag.DagBackend;
import pakit.dag.SmallBlocks;
import pakit.error.PakitException;
import pakit.hint.Advisor;

/// Another JVM that uses a home, so that it can be killed.
final class Child {
    private final Process process;

    private Child(Process process) {
        this.process = process;
    }

    static Child start(String... arguments) throws IOException {
        return start(List.of(), arguments);
    }

    /// A child with what `ulimit` allows it, such as `-f 4096`.
    static Child limited(String ulimit, String... arguments) throws IOException {
        return start(List.of("bash", "-c", "ulimit " + ulimit + " && exec \"$@\"", "limited"), arguments);
    }

    private static Child start(List<String> before, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(before);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx128m",
                // A killed process leaves its unpacked native libraries behind: here they go with the home.
                "-Djava.io.tmpdir=" + arguments[1],
                "-cp",
                System.getProperty("java.class.path"),
                Child.class.getName()));
        command.addAll(List.of(arguments));
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    Process process() {
        return process;
    }

    /// All that the child writes to its standard output until it ends.
    String output() throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws InterruptedException {
        Path directory = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "open" -> open(directory);
            case "put" -> putForever(directory, Integer.parseInt(arguments[2]));
            case "collect" -> collect(directory);
            case "reindex" -> reindexForever(directory);
            case "refused" -> Refused.run(directory, Refused.What.valueOf(arguments[2]));
            case "churn" -> churnForever(directory, Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static void open(Path directory) {
        try (Home home = Homes.open(directory)) {
            System.out.println("opened " + home.layout().directory());
        } catch (PakitException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /// Puts block after block until killed, and prints the number of each that was acknowledged.
    private static void putForever(Path directory, int first) {
        try (Home home = Homes.open(directory)) {
            System.out.println("opened");
            for (int number = first; ; number++) {
                Homes.put(home, numbered(number));
                System.out.println(number);
            }
        }
    }

    /// Makes the index anew and drops it, until killed; prints a line for each.
    private static void reindexForever(Path directory) throws InterruptedException {
        try (Home home = Homes.open(directory)) {
            System.out.println("opened");
            for (int round = 0; ; round++) {
                new Reindexer(home, 2).reindex(bytes -> {});
                System.out.println(round);
            }
        }
    }

    private static void collect(Path directory) throws InterruptedException {
        try (Home home = Homes.open(directory)) {
            System.out.println("collecting");
            new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
        }
    }

    /// Puts versions, forgets the oldest and collects, until killed; prints the name of each root that was
    /// acknowledged.
    private static void churnForever(Path directory, int seed) throws InterruptedException {
        try (Home home = Homes.open(directory)) {
            System.out.println("opened");
            Versions versions = new Versions(seed, 4);
            SmallBlocks small = new SmallBlocks(seed);
            if (home.blocks().dictionaries().isEmpty()) {
                learn(home, small);
            }
            Deque<Root> roots = new ArrayDeque<>();
            for (int step = 0; ; step++) {
                List<Block> leaves = new ArrayList<>(versions.next(1 + step % 5));
                leaves.addAll(small.of(5000));
                roots.add(Forest.plant(home, seed + "-" + step, leaves));
                System.out.println(seed + "-" + step);
                if (roots.size() > 3) {
                    home.roots().remove(roots.remove());
                }
                if (step % 4 == 3) {
                    new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
                }
            }
        }
    }

    /// Lets the home find a dictionary for such blocks, and tell what they are by.
    private static void learn(Home home, SmallBlocks small) {
        DagBackend backend = Homes.backend(home);
        small.of(1_100_000).forEach(block -> backend.process(block, Advisor.none()));
    }

    /// A block of noise that its number gives back.
    static Block numbered(int number) {
        byte[] bytes = new byte[1 + number % 60_000];
        new Random(number).nextBytes(bytes);
        return Block.raw(bytes);
    }
}
