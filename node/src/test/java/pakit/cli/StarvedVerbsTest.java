package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every verb that writes, on a disk that fills at one stage or another, and in a process that may open no more files
/// from one moment or another on. It succeeds, or says that something refuses and why; nothing that was acknowledged is
/// lost, nothing is taken for damaged because it could not be opened, and with room again everything works.
///
/// How often for each verb: `-Dpakit.test.starvations=50`.
class StarvedVerbsTest {
    private static final int ROUNDS = Integer.getInteger("pakit.test.starvations", 1);
    private static final int KEPT = 3;

    /// Of each file. The least stops locks and notes, the largest lets small writes through.
    private static final int[] ROOM_BYTES = {0, 512, 4096, 65_536, 200_000};

    private static final int DESCRIPTORS_MAX = 60;

    @TempDir
    Path directory;

    private final Random random = new Random(5);
    private final Set<String> durable = new HashSet<>();
    private Cli cli = new Cli(Path.of(""));
    private int number;
    private int refused;

    private enum What {
        PUT,
        IMPORT,
        RM,
        GC,
        REINDEX,
        REPAIR,
        BACKUP,
        EXPORT,
        GET
    }

    @Test
    void whateverIsRefusedNothingIsLost() throws Exception {
        assumeThat(Files.isExecutable(Path.of("/usr/bin/prlimit")))
                .as("util-linux with prlimit")
                .isTrue();
        Path work = Files.createDirectory(directory.resolve("work"));
        cli = new Cli(work);
        try (VerbAtATime process = VerbAtATime.in(work, directory)) {
            for (What what : What.values()) {
                String name = "warm-" + what;
                assertThat(process.run(verb(what, name)).status())
                        .as("%s", what)
                        .isZero();
                note(what, name, 0);
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (What what : What.values()) {
                    starve(process, what, "--fsize=" + ROOM_BYTES[random.nextInt(ROOM_BYTES.length)] + ":");
                    int descriptors = process.openFiles() + random.nextInt(DESCRIPTORS_MAX);
                    starve(process, what, "--nofile=" + descriptors + ":");
                }
                settle();
            }
        }
        assertThat(refused).as("verbs that were refused").isGreaterThan(ROUNDS * What.values().length / 2);
    }

    private void starve(VerbAtATime process, What what, String limit) throws IOException, InterruptedException {
        String name = what + "-" + number++;
        List<String> verb = verb(what, name);
        process.limit(limit);
        Cli.Answer answer = process.run(verb);
        process.limit(
                limit.substring(0, limit.indexOf('=')) + (limit.startsWith("--nofile") ? "=4096:" : "=unlimited:"));
        String told = verb + " under " + limit + " said " + answer;
        assertThat(answer.status()).as(told).isIn(0, ExitCode.UNAVAILABLE.status());
        if (answer.status() != 0) {
            refused++;
            assertThat(answer.err()).as(told).isNotEmpty();
        }
        note(what, name, answer.status());
        requireWhole(told);
        assertThat(process.run(List.of("ls")).status())
                .as("the same process, after %s", told)
                .isZero();
    }

    private List<String> verb(What what, String name) throws IOException {
        return switch (what) {
            case PUT -> List.of("put", tree(name), "--name", name);
            case IMPORT -> List.of("import", car(name), "--name", name);
            case RM -> List.of("rm", kept(name));
            case GC -> {
                kept(name);
                done("rm", name);
                yield List.of("gc");
            }
            case REINDEX -> List.of("verify", "--reindex");
            case REPAIR -> List.of("verify", "--repair");
            case BACKUP -> List.of("backup", "backup-" + name);
            case EXPORT -> List.of("export", durable.iterator().next(), name + ".car");
            case GET -> List.of("get", durable.iterator().next(), "-o", "back-" + name);
        };
    }

    private String kept(String name) throws IOException {
        done("put", tree(name), "--name", name);
        return name;
    }

    private String car(String name) throws IOException {
        String side = "side-" + name;
        done("put", tree(name), "--name", name, "--home", side);
        done("export", name, "from-" + name + ".car", "--home", side);
        return "from-" + name + ".car";
    }

    private String tree(String name) throws IOException {
        Path top = Files.createDirectory(cli.directory().resolve("tree-" + name));
        for (int file = 0; file < 6; file++) {
            Files.write(top.resolve("file-" + file), VerbLoop.content(name, file));
        }
        return top.toString();
    }

    private void note(What what, String name, int status) {
        if (status == 0 && (what == What.PUT || what == What.IMPORT)) {
            durable.add(name);
        }
    }

    private void done(String... verb) {
        Cli.Answer answer = cli.run(verb);
        assertThat(answer.status()).as(answer.err()).isZero();
    }

    private void requireWhole(String told) throws IOException {
        JsonNode verify = cli.run("verify", "--json").json();
        assertThat(verify.path("problems")).as(told).isEmpty();
        List<String> listed = names();
        assertThat(listed).as(told).containsAll(durable);
        List<String> some = List.of(listed.getFirst(), durable.iterator().next());
        for (String name : new HashSet<>(some)) {
            String back = "back-" + number++;
            done("get", name, "-o", back);
            for (int file = 0; file < 6; file++) {
                assertThat(Files.readAllBytes(cli.directory().resolve(back).resolve("file-" + file)))
                        .as(told)
                        .isEqualTo(VerbLoop.content(name, file));
            }
        }
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        cli.run("ls", "--json")
                .json()
                .path("roots")
                .forEach(root -> names.add(root.path("name").asText()));
        return names;
    }

    /// Forgets all roots but a few, so that the work of each round stays the same.
    private void settle() {
        for (String name : names()) {
            if (durable.size() > KEPT || !durable.contains(name)) {
                done("rm", name);
                durable.remove(name);
            }
        }
    }
}
