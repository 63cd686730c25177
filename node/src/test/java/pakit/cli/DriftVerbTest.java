package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.telemetry.TelemetryCollector;
import pakit.ml.telemetry.TelemetryEvent;

/// Series over time: from the events that are kept, and as they happen in a served node.
class DriftVerbTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path directory;

    @Test
    void aRiseIsToldFromWhatToWhatSinceWhenAndByWhom() {
        Cli cli = new Cli(directory);
        cli.run("ls"); // makes the home
        try (TelemetryCollector kept = new TelemetryCollector(directory.resolve(".pakit/telemetry.db"))) {
            tell(kept, 0, 1_000, 0.2);
            tell(kept, 1_000, 1_600, 9);
        }
        assertThat(cli.run("telemetry", "drift").out())
                .contains("regret: ", "wrong choices: ", ", 1600 values")
                .containsPattern("  rose from 0\\.2 % to [0-9.]+ % since 2026-03-01T12:1[0-9:]+Z, "
                        + "noticed at 2026-03-01T12:[0-9:]+Z by adwin")
                .containsPattern("  rose from 0\\.2 % to [0-9.]+ % since 2026-03-01T12:16:[0-9]+Z, "
                        + "noticed at 2026-03-01T12:[0-9:]+Z by page_hinkley")
                .doesNotContain("failed hints");
        JsonNode series = cli.run("telemetry", "drift", "--json").json().path("series");
        assertThat(series.findValuesAsText("series")).containsExactly("regret", "wrong_choices", "failed_hints");
        assertThat(series.at("/0/changes").findValuesAsText("detector")).containsExactly("adwin", "page_hinkley");
        assertThat(series.at("/0/changes/1/from").asDouble()).isBetween(0.15, 0.25);
        assertThat(series.at("/1/percent").asDouble()).isGreaterThan(50);
        assertThat(series.at("/2/values").asLong()).isZero();
    }

    /// Regret that spreads evenly around `percent`, a try a second.
    private static void tell(TelemetryCollector kept, int from, int to, double percent) {
        SplittableRandom random = new SplittableRandom(3);
        for (int second = from; second < to; second++) {
            kept.record(new TelemetryEvent.OracleTried(
                    NOON.plusSeconds(second),
                    second,
                    "balanced",
                    1,
                    "compression/1",
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "none",
                    1,
                    2 * percent * random.nextDouble()));
        }
    }

    @Test
    void aServedNodeWatchesItsOwnRegretAndErrors() throws IOException {
        Path file = directory.resolve("words.txt");
        Files.writeString(file, "word ".repeat(30_000));
        Map<String, String> settings =
                Map.of("profile", "swift", "oracle.share", "1", "oracle.cpu-share", "1", "delta.enabled", "false");
        try (ServedHome served = ServedHome.in(directory, settings)) {
            Cli.Answer put = new Cli(directory).run("put", file.toString());
            assertThat(put.status()).as(put.err()).isZero();
            while (values(0) == 0 || values(1) == 0) {
                LockSupport.parkNanos(1_000_000);
            }
            assertThat(values(2)).isPositive();
            assertThat(served.node().metrics())
                    .contains(
                            "pakit_ml_series_percent{series=\"failed_hints\"} 0",
                            "pakit_ml_series_risen{series=\"regret\"} 0",
                            "pakit_ml_series_changes_total{series=\"wrong_choices\",detector=\"page_hinkley\"} 0");
        }
    }

    private long values(int series) {
        JsonNode drift = new Cli(directory).run("telemetry", "drift", "--json").json();
        return drift.at("/series/" + series + "/values").asLong();
    }
}
