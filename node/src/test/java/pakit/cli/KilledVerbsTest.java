package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `kill -9` at random moments of put, import, rm, gc, reindex and backup, on one and the same home. After each the
/// home opens, verify finds nothing, every root that was reported is there and comes back byte for byte, every root
/// that was removed is gone, and every backup that was reported is a sound home.
///
/// How many kills: `-Dpakit.test.verbKills=1000`.
class KilledVerbsTest {
    private static final int KILLS = Integer.getInteger("pakit.test.verbKills", 6);
    private static final int ROOTS_KEPT = 3;

    /// What a verb is taken to last, until one has ended.
    private static final long FIRST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final VerbLoop.What[] VERBS = VerbLoop.What.values();

    @TempDir
    Path directory;

    private final Random random = new Random(9);
    private final Set<String> durable = new HashSet<>();
    private final Set<String> open = new HashSet<>();
    private final Set<String> removed = new HashSet<>();
    private final List<String> backups = new ArrayList<>();
    private final Map<VerbLoop.What, Long> nanos = new EnumMap<>(VerbLoop.What.class);
    private int inTheMiddle;

    @Test
    void nothingThatWasReportedIsLost() throws Exception {
        for (int kill = 0; kill < KILLS; kill++) {
            VerbLoop.What what = VERBS[kill % VERBS.length];
            runAndKill(what, 1000 * kill);
            requireWhole(what);
        }
        assertThat(inTheMiddle).as("kills in the middle of a verb").isGreaterThanOrEqualTo(KILLS / 3);
    }

    /// Lets the verb end once or not at all, and kills the process in the next.
    private void runAndKill(VerbLoop.What what, int number) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:-UsePerfData",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xmx256m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-modules=jdk.incubator.vector",
                        "-Djava.io.tmpdir=" + directory, // a killed process leaves its native libraries behind
                        "-Dlogback.configurationFile=logback-test.xml",
                        "-cp",
                        System.getProperty("java.class.path"),
                        VerbLoop.class.getName(),
                        directory.toString(),
                        what.name(),
                        Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        int ends = random.nextInt(2);
        try (BufferedReader lines = process.inputReader()) {
            long begun = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                assertThat(line).doesNotStartWith("failed");
                note(line);
                if (line.startsWith("begin " + what + " ")) {
                    begun = System.nanoTime();
                    if (ends-- == 0) {
                        process.waitFor(random.nextLong(nanos.getOrDefault(what, FIRST_NANOS)), TimeUnit.NANOSECONDS);
                        process.toHandle().destroyForcibly(); // and what it has printed can still be read
                    }
                } else if (line.startsWith("end " + what + " ")) {
                    nanos.put(what, System.nanoTime() - begun);
                }
            }
        }
        assertThat(process.waitFor()).isEqualTo(128 + 9);
        inTheMiddle += open.isEmpty() ? 0 : 1;
    }

    private void note(String line) {
        String[] words = line.split(" ");
        String name = words[2];
        boolean ended = words[0].equals("end");
        open.remove(words[1] + " " + name);
        if (!ended) {
            open.add(words[1] + " " + name);
        }
        switch (VerbLoop.What.valueOf(words[1])) {
            case PUT, IMPORT -> {
                if (ended) {
                    durable.add(name);
                }
            }
            case RM -> {
                durable.remove(name);
                if (ended) {
                    removed.add(name);
                }
            }
            case BACKUP -> {
                if (ended) {
                    backups.add(name);
                }
            }
            case GC, REINDEX -> {}
        }
    }

    private void requireWhole(VerbLoop.What what) throws IOException {
        Cli cli = new Cli(directory);
        if (what == VerbLoop.What.REINDEX) {
            assertThat(cli.run("gc").status()).isZero(); // makes anew an index that was not finished
        }
        JsonNode verify = cli.run("verify", "--json").json();
        assertThat(verify.path("problems")).as("after a kill in %s", open).isEmpty();
        assertThat(directory.resolve(".pakit/snapshot.tmp")).doesNotExist();
        Set<String> listed = names(cli);
        assertThat(listed).as("after a kill in %s", open).containsAll(durable);
        assertThat(listed).as("after a kill in %s", open).noneMatch(removed::contains);
        for (String name : listed) {
            assertThat(cli.run("get", name, "-o", "back").status()).isZero();
            assertThat(VerbLoop.isTree(name, directory.resolve("back")))
                    .as(name)
                    .isTrue();
            delete(directory.resolve("back"));
        }
        settle(cli, listed);
        requireSoundBackups(cli);
        open.clear();
        clear();
    }

    /// Forgets all roots but a few, so that the work after each kill stays the same.
    private void settle(Cli cli, Set<String> listed) {
        durable.clear();
        for (String name : listed) {
            if (durable.size() < ROOTS_KEPT) {
                durable.add(name);
            } else {
                assertThat(cli.run("rm", name).status()).isZero();
                removed.add(name);
            }
        }
    }

    private void requireSoundBackups(Cli cli) throws IOException {
        for (String backup : backups) {
            assertThat(cli.run("verify", "--home", backup).status()).isZero();
        }
        backups.clear();
    }

    private static Set<String> names(Cli cli) {
        Set<String> names = new HashSet<>();
        cli.run("ls", "--json")
                .json()
                .path("roots")
                .forEach(root -> names.add(root.path("name").asText()));
        return names;
    }

    /// All but the home.
    private void clear() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            for (Path path : all.filter(path -> !path.endsWith(".pakit")).toList()) {
                delete(path);
            }
        }
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> walk = Files.walk(top)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
