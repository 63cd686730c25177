package pakit.ml.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.data.Percentage.withPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.alerts.Finding;
import pakit.ml.privacy.PrivacyLimits;

/// What becomes of `telemetry.db` when time passes, clocks lie, the disk fills, or somebody else was at it.
class EventDatabaseTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    Path home;

    private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
    private final AtomicLong usable = new AtomicLong(Long.MAX_VALUE);
    private final EventSamples samples = new EventSamples(1);

    @Test
    void whatIsTooOldGoes() {
        try (TelemetryCollector collector = open(new Retention(Duration.ofDays(2), 1 << 20))) {
            tellRows(collector, 3, NOON);
            now.set(NOON.plus(Duration.ofDays(3)));
            tellRows(collector, 1, now.get());
            assertThat(collector.events(10_000))
                    .hasSize(600)
                    .allSatisfy(event -> assertThat(event.at()).isEqualTo(now.get()));
        }
    }

    @Test
    void whatIsTooMuchGoesAndTheSpaceIsReturned() throws IOException {
        long bytesMax = 256 << 10;
        try (TelemetryCollector collector = open(new Retention(Duration.ofDays(2), bytesMax))) {
            for (int i = 0; i < 60; i++) {
                tellRows(collector, 1, NOON.plusSeconds(i));
            }
            assertThat(collector.events(1))
                    .first()
                    .extracting(TelemetryEvent::at)
                    .isEqualTo(NOON.plusSeconds(59));
            assertThat(collector.events(1_000_000)).hasSizeBetween(600, 59 * 600);
        }
        assertThat(Files.size(file())).isLessThanOrEqualTo(bytesMax + (32 << 10));
        try (TelemetryCollector collector = open(new Retention(Duration.ofDays(2), 64 << 10))) {
            tellRows(collector, 1, NOON.plusSeconds(99));
            assertThat(collector.events(1)).isNotEmpty();
        }
        assertThat(Files.size(file())).isLessThanOrEqualTo(96 << 10);
    }

    @Test
    void aClockThatIsSetBackLosesNothing() {
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            tellRows(collector, 1, NOON);
            now.set(NOON.minus(Duration.ofDays(400)));
            tellRows(collector, 1, now.get());
            List<TelemetryEvent> events = collector.events(10_000);
            assertThat(events).hasSize(1200);
            assertThat(events.getFirst().at()).isEqualTo(now.get());
            assertThat(collector.getEvents(null, NOON, 10_000)).hasSize(600);
        }
    }

    @Test
    void onlyWhatIsAskedForComes() {
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            for (int i = 0; i < 100; i++) {
                for (EventKind kind : EventKind.values()) {
                    collector.record(samples.event(kind, NOON.plusSeconds(i)));
                }
            }
            assertThat(collector.getEvents(EventKind.BLOCK_READ, NOON.plusSeconds(90), 5))
                    .hasSize(5)
                    .allSatisfy(event -> assertThat(event).isInstanceOf(TelemetryEvent.BlockRead.class))
                    .first()
                    .extracting(TelemetryEvent::at)
                    .isEqualTo(NOON.plusSeconds(99));
            assertThat(collector.getEvents(EventKind.PREFETCHED, NOON.plusSeconds(90), 500))
                    .hasSize(10);
            assertThat(collector.getEvents(null, null, 5_000)).hasSize(100 * EventKind.values().length);
        }
    }

    @Test
    void summaryCountsByKindAndStretch() {
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            for (int i = 1; i <= 1000; i++) {
                collector.record(new TelemetryEvent.Prefetched(NOON.plusSeconds(i > 500 ? 60 : 0), i, -i, 0, 7));
            }
            EventSummary summary =
                    collector.summary(EventQuery.newest(10_000, EventKind.PREFETCHED), Duration.ofMinutes(1));
            assertThat(summary.groups()).extracting(EventSummary.Group::events).containsExactly(500L, 500L);
            EventSummary.Column issued = summary.groups().getLast().columns().getFirst();
            assertThat(issued.name()).isEqualTo("issued");
            assertThat(issued.mean()).isEqualTo(750.5);
            assertThat(issued.min()).isEqualTo(501);
            assertThat(issued.max()).isEqualTo(1000);
            assertThat(issued.p50()).isCloseTo(750, withPercentage(1.2));
            EventSummary.Column used = summary.groups().getFirst().columns().get(1);
            assertThat(used.p95()).isCloseTo(-26, withPercentage(4));
            assertThatThrownBy(() -> collector.summary(EventQuery.newest(1), Duration.ofMillis(1)))
                    .isInstanceOf(PakitException.Invalid.class);
        }
    }

    @Test
    void aNewerFormatIsRefusedWithBothVersionsAndLeftAsItIs() throws SQLException, IOException {
        format("CREATE TABLE x (y)", EventDatabase.FORMAT_VERSION + 1);
        byte[] before = Files.readAllBytes(file());
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            tellRows(collector, 1, NOON);
            assertThatThrownBy(() -> collector.events(1))
                    .isInstanceOf(PakitException.Refused.class)
                    .hasMessageContaining("format 3, this Pakit reads up to 2");
            assertThat(collector.dropped()).isEqualTo(600);
            assertThat(trouble(collector)).contains("format 3");
        }
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void anOlderFormatIsSetAside() throws SQLException, IOException {
        format("CREATE TABLE events (seq INTEGER PRIMARY KEY, at TEXT, kind TEXT, payload TEXT)", 1);
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            tellRows(collector, 1, NOON);
            assertThat(collector.events(1)).hasSize(1);
            assertThat(trouble(collector)).contains("telemetry.db.aside-", "format 1 of an older Pakit");
            now.set(NOON.plus(Duration.ofHours(1)));
            assertThat(collector.health().look()).hasOnlyElementsOfType(Finding.Well.class);
        }
        assertThat(names()).anyMatch(name -> name.startsWith("telemetry.db.aside-"));
    }

    @Test
    void oneThatSomebodyElseKeepsLockedIsSetAside() throws SQLException, IOException {
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            tellRows(collector, 1, NOON);
            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + file());
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                tellRows(collector, 1, NOON.plusSeconds(1));
                assertThat(trouble(collector)).contains("somebody else keeps it locked");
            }
            assertThat(collector.events(10_000)).hasSize(600);
            assertThat(collector.dropped()).isZero();
        }
        assertThat(names()).anyMatch(name -> name.startsWith("telemetry.db.aside-"));
    }

    @Test
    void aDiskThatIsNearlyFullIsLeftToTheStore() {
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            usable.set(EventKeeper.SPARE_BYTES - 1);
            tellRows(collector, 1, NOON);
            assertThat(collector.events(10)).isEmpty();
            assertThat(collector.dropped()).isEqualTo(600);
            assertThat(trouble(collector)).contains("are the store's");
            usable.set(EventKeeper.SPARE_BYTES);
            tellRows(collector, 1, NOON);
            assertThat(collector.events(1)).hasSize(1);
            assertThat(collector.health().look()).hasOnlyElementsOfType(Finding.Well.class);
        }
    }

    @Test
    void aFileThatIsSetAsideAndADiskThatIsFullAreTwoAlerts() throws SQLException {
        format("CREATE TABLE events (seq INTEGER PRIMARY KEY, at TEXT, kind TEXT, payload TEXT)", 1);
        try (TelemetryCollector collector = open(Retention.STANDARD)) {
            assertThat(collector.events(1)).isEmpty();
            usable.set(0);
            tellRows(collector, 1, NOON);
            assertThat(collector.events(1)).isEmpty();
            assertThat(collector.health().look())
                    .hasOnlyElementsOfType(Finding.Wrong.class)
                    .extracting(finding -> finding.key().kind())
                    .containsExactly("telemetry", "telemetry_aside");
        }
    }

    private TelemetryCollector open(Retention retention) {
        return new TelemetryCollector(file(), 1 << 14, retention, PrivacyLimits.STANDARD, now::get, usable::get);
    }

    /// Each row is full, so that none is joined with the next.
    private void tellRows(TelemetryCollector collector, int rows, Instant at) {
        for (int row = 0; row < rows; row++) {
            IntStream.range(0, 600).forEach(i -> collector.record(samples.stored(at, null)));
            try {
                collector.events(0);
            } catch (PakitException.Refused told) {
                // what was recorded was looked at nevertheless
            }
        }
    }

    private static String trouble(TelemetryCollector collector) {
        return collector.health().look().stream()
                .filter(Finding.Wrong.class::isInstance)
                .map(wrong -> ((Finding.Wrong) wrong).message())
                .collect(Collectors.joining("; "));
    }

    private void format(String table, int format) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode=WAL");
            statement.execute(table);
            statement.execute("PRAGMA user_version=" + format);
        }
    }

    private Path file() {
        return home.resolve("telemetry.db");
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(home)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
