package pakit.bench.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The harness works on a set that it makes itself; what it measures here means nothing.
class StoreBenchmarkTest {
    @TempDir
    Path directory;

    @Test
    void whoeverIsInstalledStoresAndRestoresAllVersions() throws Exception {
        VersionedSet set = states(200);
        List<Contestant> contestants = new ArrayList<>(Contestants.all());
        contestants.removeIf(contestant -> contestant.name().equals(Contestants.ARCHIVE));
        List<Figures> figures = new StoreBenchmark(directory.resolve("cache"), launcher(), Pace.QUICK, words -> {})
                .race(set, contestants);
        assertThat(figures).extracting(Figures::contestant).contains(Contestants.BALANCED);
        assertThat(figures).allSatisfy(one -> {
            assertThat(one.storedBytes()).isPositive();
            assertThat(one.storing().wallSeconds()).isPositive();
            assertThat(one.restoring().peakBytes()).isPositive();
        });
        assertThat(new RaceTable(figures).lines())
                .anyMatch(line -> line.startsWith("| " + Contestants.BALANCED + " | "))
                .noneMatch(line -> line.contains("NaN"));
    }

    @Test
    void theInsidesAreMeasuredOnBlocksThatBecameDeltas() throws Exception {
        List<String> lines =
                new StoreBenchmark(directory.resolve("cache"), directory, Pace.QUICK, words -> {}).insides(states(400));
        assertThat(lines)
                .anyMatch(line -> line.matches("\\| look-up of bases for a block, µs( \\| [0-9.]+){4} \\|"))
                .anyMatch(line -> line.matches("\\| cold read .*( \\| [0-9.]+){4} \\|"))
                .anyMatch(line -> line.matches("Of [1-9][0-9,]* attempts .* were in vain\\."));
    }

    @Test
    void ratiosAreToTheBetterAndLeaveOutWhoIsMissing() {
        VersionedSet set = new VersionedSet("s", List.of(), List.of(100_000_000L));
        List<String> lines = new RaceTable(List.of(
                        new Figures(Contestants.BALANCED, set, 10_000_000, new Cost(2, 4, 1 << 20), new Cost(1, 1, 1)),
                        new Figures(Contestants.RESTIC, set, 50_000_000, new Cost(2, 4, 1), new Cost(1, 1, 1)),
                        new Figures(Contestants.BORG, set, 40_000_000, new Cost(4, 4, 1), new Cost(1, 1, 1))))
                .lines();
        assertThat(lines)
                .contains(
                        "| Pakit, balanced | 10.0 | 50 | 25 | 1 | 100 | 0 |",
                        "| Pakit, balanced | 0.25 | – | – | 1.00 | 2.00 | – |");
    }

    @Test
    void theSameSeedGivesTheSameStates() throws Exception {
        DatabaseStates states = DatabaseStates.parse("orders/3/50");
        for (int state = 0; state < 5; state++) {
            Path once = Files.createDirectory(directory.resolve("once" + state));
            Path again = Files.createDirectory(directory.resolve("again" + state));
            states.write(state, once);
            states.write(state, again);
            Trees.same(once, again);
        }
        assertThatThrownBy(() -> Trees.same(directory.resolve("once1"), directory.resolve("once2")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("other bytes: state.sql");
    }

    @Test
    void aFailingCommandIsShownWithItsLastWords() {
        Script script = new Script("echo alas; false", Map.of(), directory.resolve("log"));
        assertThatThrownBy(script::run).hasMessageContaining("exit code 1").hasMessageContaining("alas");
    }

    @Test
    void theListsOfTheProjectCanBeRead() throws IOException {
        for (String list : List.of("store", "held-out", "quick")) {
            SetList read = SetList.read(Path.of("sets", list + ".list"));
            assertThat(read.sets()).containsKey("state").hasSize(list.equals("quick") ? 1 : 4);
        }
    }

    private VersionedSet states(int rows) throws Exception {
        DatabaseStates states = new DatabaseStates(RowKind.PACKAGES, 7, rows);
        Path first = Files.createDirectories(directory.resolve("set/0"));
        Path second = Files.createDirectories(directory.resolve("set/1"));
        states.write(0, first);
        states.write(1, second);
        return VersionedSet.of("state", List.of(first, second));
    }

    /// Starts what these tests were compiled against, since nothing need be packaged yet.
    private Path launcher() throws IOException {
        Path launcher = directory.resolve("pakit");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Files.writeString(
                launcher,
                "#!/bin/sh\nexec '" + java
                        + "' --enable-native-access=ALL-UNNAMED -XX:TieredStopAtLevel=1 -Xmx256m -cp '"
                        + System.getProperty("java.class.path") + "' pakit.cli.Main \"$@\"\n");
        Files.setAttribute(launcher, "unix:mode", 0755);
        return launcher;
    }
}
