package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Processes that record are killed: what was written is there, nothing in between is missing, the file is whole, and
/// no more than the last second is lost.
class KilledCollectorTest {
    private static final int ROUNDS = 12;

    /// Each records for some time longer than the one before, so that they die at different moments of a batch.
    private static final int KILLS = Integer.getInteger("pakit.test.telemetryKills", 3);

    private static final Duration RECORDED = Duration.ofMillis(1_200);
    private static final Duration LOST_MAX = Duration.ofSeconds(1);

    @TempDir
    Path home;

    @Test
    void whatWasReadBackOutlivesTheProcess() throws Exception {
        Path file = home.resolve("telemetry.db");
        Process process = start(Recording.class, file, "");
        long readBack = -1;
        try (BufferedReader lines = process.inputReader()) {
            for (int rounds = 0; rounds < ROUNDS; ) {
                String line = lines.readLine();
                assertThat(line).as("the process died before it was killed").isNotNull();
                if (line.startsWith("read ")) {
                    readBack = Long.parseLong(line.substring(5));
                    rounds++;
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(number(wholeEvents(file).getFirst())).isGreaterThanOrEqualTo(readBack);
    }

    /// Nobody reads: they are written because it is time. The middle one is judged, so that one stall of a busy machine
    /// is none of the collector's.
    @Test
    void noMoreThanTheLastSecondIsLost() throws Exception {
        List<Duration> lost = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            Path file = home.resolve(kill + "/telemetry.db");
            Files.createDirectories(file.getParent());
            Path last = file.resolveSibling("last");
            Process process = start(Ticking.class, file, String.valueOf(RECORDED.toMillis() + 170L * (kill % 3)));
            try (BufferedReader lines = process.inputReader()) {
                String line;
                do {
                    line = lines.readLine();
                    assertThat(line).as("the process died before it was killed").isNotNull();
                } while (!line.equals("enough"));
            } finally {
                process.destroyForcibly().waitFor();
            }
            lost.add(Duration.between(wholeEvents(file).getFirst().at(), Ticking.last(last)));
        }
        lost.sort(Duration::compareTo);
        assertThat(lost.get(KILLS / 2)).as("lost " + lost).isLessThanOrEqualTo(LOST_MAX);
    }

    private static Process start(Class<?> program, Path file, String argument) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName(),
                        file.toString(),
                        argument)
                .redirectErrorStream(true)
                .start();
    }

    /// The events of a file that nothing happened to: SQLite finds nothing wrong, none was set aside, none is missing,
    /// and more can be written.
    private static List<TelemetryEvent> wholeEvents(Path file) throws IOException, SQLException {
        List<TelemetryEvent> events;
        try (TelemetryCollector collector = new TelemetryCollector(file)) {
            events = collector.events(Integer.MAX_VALUE);
            collector.record(event(events.size()));
            assertThat(collector.events(1)).containsExactly(event(events.size()));
        }
        for (int i = 0; i < events.size(); i++) {
            assertThat(number(events.get(i))).isEqualTo(events.size() - 1L - i);
        }
        try (var files = Files.list(file.resolveSibling(""))) {
            assertThat(files).noneMatch(name -> name.toString().contains("aside"));
        }
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                var result = connection.createStatement().executeQuery("PRAGMA integrity_check")) {
            assertThat(result.getString(1)).isEqualTo("ok");
        }
        return events;
    }

    private static long number(TelemetryEvent event) {
        return ((TelemetryEvent.CameOut) event).nanos();
    }

    private static TelemetryEvent event(long number) {
        return event(Instant.EPOCH, number);
    }

    private static TelemetryEvent event(Instant at, long number) {
        return new TelemetryEvent.CameOut(at, TelemetryEvent.Subject.PEERS, number, true, 1, number);
    }

    /// Records without pause, and reads back now and then.
    static final class Recording {
        private Recording() {}

        public static void main(String[] arguments) {
            TelemetryCollector collector = new TelemetryCollector(Path.of(arguments[0]));
            for (long number = 0; ; number++) {
                collector.record(event(Instant.now(), number));
                if (number % 1000 == 999) { // so that no more wait than fit
                    System.out.println("read " + number(collector.events(1).getFirst()));
                }
            }
        }
    }

    /// Records an event every millisecond or so, and keeps in a mapped file, which outlives it, when the last was.
    static final class Ticking {
        private Ticking() {}

        public static void main(String[] arguments) throws IOException {
            Path file = Path.of(arguments[0]);
            MappedByteBuffer last;
            try (FileChannel channel = FileChannel.open(
                    file.resolveSibling("last"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE)) {
                last = channel.map(FileChannel.MapMode.READ_WRITE, 0, Long.BYTES);
            }
            TelemetryCollector collector = new TelemetryCollector(file);
            Duration enough = Duration.ofMillis(Long.parseLong(arguments[1]));
            long begun = System.nanoTime();
            boolean said = false;
            for (long number = 0; ; number++) {
                Instant now = Instant.now();
                collector.record(event(now, number));
                last.putLong(0, now.toEpochMilli());
                if (!said && System.nanoTime() - begun > enough.toNanos()) {
                    System.out.println("enough");
                    said = true;
                }
                LockSupport.parkNanos(1_000_000);
            }
        }

        static Instant last(Path file) throws IOException {
            return Instant.ofEpochMilli(
                    ByteBuffer.wrap(Files.readAllBytes(file)).getLong());
        }
    }
}
