package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.privacy.PrivacyLimits;

class TelemetryCollectorTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123456789Z");

    @TempDir
    Path home;

    @Test
    void eventsComeBackNewestFirstWithEveryField() {
        try (TelemetryCollector collector = open()) {
            var stored = new TelemetryEvent.BlockStored(
                    NOON,
                    -7L,
                    4096,
                    100,
                    "zstd-9",
                    "zstd-3",
                    "hinted",
                    "compression_predictor",
                    "1.0.0",
                    0.25,
                    900,
                    80_000,
                    0.98,
                    false,
                    List.of(0.5f, 1e-9f));
            collector.record(stored);
            collector.record(predicted(2));
            assertThat(collector.events(10)).containsExactly(predicted(2), stored);
            assertThat(collector.events(1)).containsExactly(predicted(2));
            assertThat(collector.events(0)).isEmpty();
        }
    }

    @Test
    void whatTheOracleTriedComesBackAsItWas() {
        try (TelemetryCollector collector = open()) {
            var tried = new TelemetryEvent.OracleTried(
                    predicted(1).at(),
                    7,
                    "fast",
                    4096,
                    "compression/1",
                    List.of(0.25f, 3.1f),
                    List.of("none", "lz4"),
                    List.of(4096, 2048),
                    List.of(900L, 5_000_000_000L),
                    "lz4",
                    0.75,
                    1.5);
            collector.record(tried);
            assertThat(collector.events(1)).containsExactly(tried);
        }
    }

    /// A reader that asks while the writer is between writing and answering must not miss its own event.
    @Test
    void whoRecordsAndThenReadsFindsItsEvent() {
        try (TelemetryCollector collector = open()) {
            for (int i = 0; i < 2_000; i++) {
                collector.record(predicted(i));
                assertThat(collector.events(1)).containsExactly(predicted(i));
            }
        }
    }

    @Test
    void eventsSurviveClosing() {
        try (TelemetryCollector collector = open()) {
            IntStream.range(0, 10_000).forEach(i -> collector.record(predicted(i)));
        }
        try (TelemetryCollector collector = open()) {
            assertThat(collector.events(20_000)).hasSize(10_000).first().isEqualTo(predicted(9_999));
        }
    }

    @Test
    void everyEventIsWrittenOrCountedAsDropped() throws InterruptedException {
        try (TelemetryCollector collector = new TelemetryCollector(
                home.resolve("t.db"),
                1 << 7,
                Retention.STANDARD,
                PrivacyLimits.STANDARD,
                InstantSource.system(),
                () -> Long.MAX_VALUE)) {
            List<Thread> threads = IntStream.range(0, 8)
                    .mapToObj(t -> Thread.ofPlatform()
                            .start(() -> IntStream.range(0, 5_000).forEach(i -> collector.record(predicted(i)))))
                    .toList();
            for (Thread thread : threads) {
                thread.join();
            }
            assertThat(collector.events(100_000).size() + collector.dropped()).isEqualTo(40_000);
            assertThat(collector.dropped()).isPositive();
        }
    }

    @Test
    void corruptDatabaseIsSetAsideByNameAndANewOneBegun() throws IOException {
        Files.writeString(home.resolve("telemetry.db"), "this is no database, whatever its name says".repeat(40));
        try (TelemetryCollector collector = open()) {
            collector.record(predicted(1));
            assertThat(collector.events(10)).containsExactly(predicted(1));
        }
        assertThat(names()).contains("telemetry.db.aside-20260301T120000.123Z");
        assertThat(Files.readString(home.resolve("telemetry.db.aside-20260301T120000.123Z")))
                .startsWith("this is no database");
    }

    @Test
    void damageFoundWhileRunningIsSetAsideAndWritingGoesOn() throws IOException {
        try (TelemetryCollector collector = open()) {
            IntStream.range(0, 1_000).forEach(i -> collector.record(predicted(i)));
        }
        byte[] garbage = new byte[8192];
        Arrays.fill(garbage, (byte) 0x5a);
        try (var file = Files.newByteChannel(home.resolve("telemetry.db"), StandardOpenOption.WRITE)) {
            file.position(4096);
            file.write(ByteBuffer.wrap(garbage));
        }
        try (TelemetryCollector collector = open()) {
            try {
                collector.events(10);
            } catch (PakitException.Unavailable expectedOnce) {
                assertThat(expectedOnce).hasMessageContaining("telemetry cannot be read");
            }
            collector.record(predicted(1));
            assertThat(collector.events(10)).containsExactly(predicted(1));
        }
        assertThat(names()).anyMatch(name -> name.startsWith("telemetry.db.aside-"));
    }

    @Test
    void closedCollectorDropsEventsAndRefusesReaders() {
        TelemetryCollector collector = open();
        collector.close();
        collector.close();
        collector.record(predicted(1));
        assertThat(collector.dropped()).isEqualTo(1);
        assertThatThrownBy(() -> collector.events(1)).isInstanceOf(PakitException.Unavailable.class);
    }

    @Test
    void negativeLimitIsInvalid() {
        try (TelemetryCollector collector = open()) {
            assertThatThrownBy(() -> collector.events(-1))
                    .isInstanceOf(PakitException.Invalid.class)
                    .hasMessageContaining("-1");
        }
    }

    private TelemetryCollector open() {
        return new TelemetryCollector(
                home.resolve("telemetry.db"),
                1 << 14,
                Retention.STANDARD,
                PrivacyLimits.STANDARD,
                () -> NOON,
                () -> Long.MAX_VALUE);
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static TelemetryEvent predicted(int number) {
        return new TelemetryEvent.Predicted(
                NOON, "compression_predictor", "1.0.0", 1, true, number, List.of(), List.of());
    }
}
