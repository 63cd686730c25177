package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that records without pause is killed: what it had read back is there, nothing in between is missing, and
/// the file is whole.
class KilledCollectorTest {
    private static final int ROUNDS = 12;

    @TempDir
    Path home;

    @Test
    void whatWasWrittenOutlivesTheProcess() throws IOException, InterruptedException {
        Path file = home.resolve("telemetry.db");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Recording.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
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
        List<TelemetryEvent> events = events(file);
        assertThat(number(events.getFirst())).isGreaterThanOrEqualTo(readBack);
        for (int i = 0; i < events.size(); i++) {
            assertThat(number(events.get(i))).isEqualTo(events.size() - 1L - i);
        }
        try (var files = Files.list(home)) {
            assertThat(files).noneMatch(name -> name.toString().contains("aside"));
        }
    }

    private static List<TelemetryEvent> events(Path file) {
        try (TelemetryCollector collector = new TelemetryCollector(file)) {
            return collector.events(Integer.MAX_VALUE);
        }
    }

    private static long number(TelemetryEvent event) {
        return ((TelemetryEvent.CameOut) event).nanos();
    }

    /// The process.
    static final class Recording {
        private Recording() {}

        public static void main(String[] arguments) {
            TelemetryCollector collector = new TelemetryCollector(Path.of(arguments[0]));
            for (long number = 0; ; number++) {
                collector.record(new TelemetryEvent.CameOut(
                        Instant.now(), TelemetryEvent.Subject.PEERS, number, true, 1, number));
                if (number % 1000 == 999) { // so that no more wait than fit
                    System.out.println("read " + number(collector.events(1).getFirst()));
                }
            }
        }
    }
}
