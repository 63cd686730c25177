package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every file of a home in which everything was done once, as a machine that died leaves it: bits flip in it, it is
/// torn off, it is gone. Damage is named or has no effect, no wrong byte is ever given out, and what does not depend on
/// the file stays readable.
///
/// How often for each kind of file: `-Dpakit.test.damages=100`.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DamagedHomeTest {
    private static final int DAMAGES = Integer.getInteger("pakit.test.damages", 1);
    private static final String MODEL = "compression_predictor";
    private static final String JUDGED = "network_optimizer";
    private static final JsonMapper JSON = new JsonMapper();

    private Path directory = Path.of("");
    private Path home = Path.of("");
    private LookedAt intact = new LookedAt(Map.of(), Map.of(), List.of());

    private enum Damage {
        FLIP,
        TEAR,
        GONE
    }

    @BeforeAll
    void live(@TempDir Path scratch) throws IOException {
        directory = scratch;
        home = directory.resolve("dead");
        Random random = new Random(1);
        Path tree = Files.createDirectory(directory.resolve("tree"));
        Files.createDirectory(directory.resolve(".pakit"));
        Files.writeString(
                directory.resolve(".pakit/pakit.conf"), "alerts.latency-threshold-ms = 7\nprofile = balanced\n");
        Cli cli = new Cli(directory);
        try (ServedHome served = ServedHome.in(directory)) {
            useModels(cli, served.home().resolve("models"));
            put(cli, tree, "one", random);
        } // what was put is in tables now
        try (ServedHome served = ServedHome.in(directory)) {
            put(cli, tree, "two", random);
            done(cli, "models", "thresholds", "--error-rate", "0.2");
            done(cli, "experiment", "create", "e", "--split", "0.25");
            done(cli, "token", "new", "me", "--role", "reader");
            assertThat(cli.run("telemetry", "events", "--json")
                            .json()
                            .at("/events")
                            .size())
                    .isPositive();
            copy(served.home(), home);
        }
        intact = look(copy(home, directory.resolve("intact")));
        assertThat(intact.opened()).isTrue();
        assertThat(intact.roots()).hasSize(2).doesNotContainValue(LookedAt.REFUSED);
        assertThat(intact.answers()).doesNotContainValue(LookedAt.REFUSED).containsEntry("verify", "0");
    }

    private static void put(Cli cli, Path tree, String name, Random random) throws IOException {
        byte[] content = new byte[150_000];
        random.nextBytes(content);
        Files.write(tree.resolve(name), content);
        done(cli, "put", "tree", "--name", name);
    }

    private void useModels(Cli cli, Path models) throws IOException {
        Path version = models.resolve(MODEL).resolve("1.0.0");
        done(cli, "models", "register", MODEL, "1.0.1", version.toString());
        done(cli, "models", "swap", MODEL, "1.0.1");
        done(cli, "models", "alias", MODEL, "challenger", "1.0.0");
        done(cli, "models", "disable", "peer_selector");
        Path other = copy(models.resolve(JUDGED).resolve("1.0.0"), directory.resolve("other"));
        ObjectNode manifest =
                (ObjectNode) JSON.readTree(other.resolve("model.json").toFile());
        manifest.remove("crc32c");
        manifest.withObject("/parameters").put("kept", "1"); // so that it counts as another, and is judged anew
        Files.write(other.resolve("model.json"), JSON.writeValueAsBytes(manifest));
        done(cli, "models", "register", JUDGED, "1.0.1", other.toString());
        done(cli, "models", "validate", JUDGED, "1.0.1");
    }

    private static void done(Cli cli, String... verb) {
        Cli.Answer answer = cli.run(verb);
        assertThat(answer.status()).as(answer.err()).isZero();
    }

    static Stream<HomeFiles.Kind> kinds() {
        return HomeFiles.KINDS.stream();
    }

    @Test
    void everyFileIsOfAKindThatIsDamagedHere() throws IOException {
        for (Path file : HomeFiles.all(home)) {
            assertThat(HomeFiles.KINDS)
                    .as("%s: say in HomeFiles what damage to it may do", file)
                    .filteredOn(kind -> kind.names().matcher(file.toString()).matches())
                    .hasSize(1);
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void damageIsNamedOrWithoutEffect(HomeFiles.Kind kind) throws IOException {
        List<Path> files = HomeFiles.of(kind, home);
        assertThat(files).as("%s in a home in which everything was done", kind).isNotEmpty();
        Random random = new Random(kind.title().hashCode());
        for (int round = 0; round < DAMAGES; round++) {
            for (Damage damage : Damage.values()) {
                Path file = files.get(random.nextInt(files.size()));
                Path damaged = copy(home, directory.resolve(kind.title().replace(' ', '-') + "-" + round + damage));
                String what = damage(damaged.resolve(file), damage, random);
                judge(kind, damage, file, kind + ": " + file + " " + what, look(damaged));
                delete(damaged);
            }
        }
    }

    private void judge(HomeFiles.Kind kind, Damage damage, Path file, String what, LookedAt seen) {
        List<String> changed = seen.differencesFrom(intact);
        String told = "%s: it changed %s, and said %s".formatted(what, changed, seen.said());
        seen.roots()
                .forEach((name, tree) -> assertThat(tree)
                        .as(told)
                        .isIn(LookedAt.REFUSED, intact.roots().get(name)));
        boolean namedOrWithoutEffect =
                changed.isEmpty() || kind.called(file).stream().anyMatch(seen::names);
        boolean rootsAsBefore = seen.roots().equals(intact.roots());
        switch (kind.rule()) {
            case CONTENT -> {
                assertThat(changed).as(told).isNotEmpty();
                assertThat(seen.said()).as(told).isNotEmpty();
            }
            case STORE -> assertThat(namedOrWithoutEffect).as(told).isTrue();
            case NAMED -> {
                assertThat(rootsAsBefore).as(told).isTrue();
                assertThat(namedOrWithoutEffect || damage == Damage.GONE)
                        .as(told)
                        .isTrue();
            }
            case APART ->
                assertThat(seen.opened() ? rootsAsBefore : namedOrWithoutEffect)
                        .as(told)
                        .isTrue();
        }
    }

    private static LookedAt look(Path home) {
        return LookedAt.at(home);
    }

    /// @return what was done, in words
    private static String damage(Path file, Damage damage, Random random) throws IOException {
        long size = Files.size(file);
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            switch (damage) {
                case FLIP -> {
                    if (size > 0) {
                        long at = random.nextLong(size);
                        int bit = random.nextInt(8);
                        open.seek(at);
                        int value = open.read();
                        open.seek(at);
                        open.write(value ^ 1 << bit);
                        return "with bit %d of byte %d of %d flipped".formatted(bit, at, size);
                    }
                }
                case TEAR -> {
                    long kept = size == 0 ? 0 : random.nextLong(size);
                    open.seek(Math.max(0, kept - 1));
                    if (kept > 0 && open.read() == '\n') { // torn between two lines it would be an older journal
                        kept--;
                    }
                    open.setLength(kept);
                    return "torn off at " + kept + " of " + size;
                }
                case GONE -> {}
            }
        }
        if (damage == Damage.GONE) {
            Files.delete(file);
        }
        return damage.toString();
    }

    private static Path copy(Path from, Path to) throws IOException {
        List<Path> all = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(from)) {
            walk.forEach(all::add);
        }
        for (Path path : all) {
            Path target = to.resolve(from.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target, java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
        return to;
    }

    private static void delete(Path top) throws IOException {
        try (Stream<Path> walk = Files.walk(top)) {
            for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
