package pakit.ml.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.database.PakitDatabase;
import pakit.ml.metrics.MetricSource;

class AlertBookTest {
    private static final AlertKey LATENCY = new AlertKey("m", "latency");
    private static final AlertKey ERRORS = new AlertKey("m", "error_rate");

    @TempDir
    Path home;

    private final AtomicLong seconds = new AtomicLong();
    private final List<Finding> findings = new ArrayList<>();
    private final List<Alert> told = new ArrayList<>();

    @Test
    void whatIsWrongIsRaisedOnceAndResolvedAfterItWasWellForAWhile() {
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            at(0, book, new Finding.Wrong(LATENCY, "Latency 7.2ms exceeds threshold 5.0ms"));
            at(5, book, new Finding.Wrong(LATENCY, "Latency 9.9ms exceeds threshold 5.0ms"));
            at(10, book, new Finding.Well(LATENCY));
            at(35, book, new Finding.Well(LATENCY));
            assertThat(book.openCount()).isEqualTo(1);
            at(40, book, new Finding.Well(LATENCY));
            assertThat(book.openCount()).isZero();
            assertThat(book.alerts(10)).hasSize(1).first().satisfies(alert -> {
                assertThat(alert.message()).isEqualTo("Latency 7.2ms exceeds threshold 5.0ms");
                assertThat(alert.timestamp()).isEqualTo(time(0));
                assertThat(alert.resolvedAt()).isEqualTo(time(40));
            });
            assertThat(told).extracting(Alert::isOpen).containsExactly(true, false);
        }
    }

    @Test
    void aRelapseAndAnUnclearStateBeginTheWaitAnew() {
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            at(0, book, new Finding.Wrong(LATENCY, "slow"));
            at(5, book, new Finding.Well(LATENCY));
            at(30, book, new Finding.Unclear(LATENCY));
            at(40, book, new Finding.Well(LATENCY));
            at(65, book, new Finding.Wrong(LATENCY, "slow again"));
            at(70, book, new Finding.Well(LATENCY));
            at(99, book, new Finding.Well(LATENCY));
            assertThat(book.openAlerts(10)).hasSize(1);
            at(100, book, new Finding.Well(LATENCY));
            assertThat(book.openAlerts(10)).isEmpty();
            assertThat(told).hasSize(2);
        }
    }

    @Test
    void anUnclearStateRaisesNothing() {
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            at(0, book, new Finding.Unclear(LATENCY));
            assertThat(book.alerts(10)).isEmpty();
        }
    }

    @Test
    void alertsAreListedNewestFirstUpToTheLimit() {
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            at(0, book, new Finding.Wrong(LATENCY, "first"));
            at(5, book, new Finding.Wrong(LATENCY, "first"), new Finding.Wrong(ERRORS, "second"));
            seconds.set(6);
            book.note(new AlertKey("", "database"), "third");
            assertThat(book.alerts(10)).extracting(Alert::message).containsExactly("third", "second", "first");
            assertThat(book.alerts(2)).extracting(Alert::message).containsExactly("third", "second");
            assertThat(book.alerts(0)).isEmpty();
            assertThat(book.openAlerts(10)).extracting(Alert::message).containsExactly("second", "first");
            assertThatThrownBy(() -> book.alerts(-1)).isInstanceOf(PakitException.Invalid.class);
        }
    }

    @Test
    void anAlertLeftOpenByAnEarlierProcessIsNeitherRaisedAgainNorForgotten() {
        try (PakitDatabase database = database()) {
            at(0, book(database), new Finding.Wrong(LATENCY, "slow"));
        }
        told.clear();
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            at(60, book, new Finding.Wrong(LATENCY, "still slow"));
            assertThat(told).isEmpty();
            at(70, book);
            at(100, book);
            assertThat(told).hasSize(1);
            assertThat(book.alerts(10))
                    .hasSize(1)
                    .first()
                    .extracting(Alert::resolvedAt)
                    .isEqualTo(time(100));
        }
    }

    @Test
    void aSourceThatFailsNeitherSilencesTheOthersNorResolvesItsAlerts() {
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            AtomicLong broken = new AtomicLong();
            book.watch(() -> {
                if (broken.get() > 0) {
                    throw new IllegalStateException("no view");
                }
                return List.of(new Finding.Wrong(ERRORS, "failing"));
            });
            at(0, book);
            broken.set(1);
            at(100, book, new Finding.Wrong(LATENCY, "slow"));
            at(200, book, new Finding.Wrong(LATENCY, "slow"));
            assertThat(book.openAlerts(10)).extracting(Alert::message).containsExactly("slow", "failing");
        }
    }

    @Test
    void aDatabaseThatCannotBeWrittenDelaysWritingButNotTelling() throws IOException {
        Path place = home.resolve("missing");
        try (PakitDatabase database = new PakitDatabase(place.resolve("pakit.db"), this::now)) {
            AlertBook book = book(database);
            at(0, book, new Finding.Wrong(LATENCY, "slow"));
            assertThat(told).extracting(Alert::message).containsExactly("slow");
            assertThatThrownBy(() -> book.alerts(1)).isInstanceOf(PakitException.Unavailable.class);
            for (int i = 0; i < AlertBook.UNSAVED_MAX + 5; i++) {
                book.note(new AlertKey("", "other"), "note " + i);
            }
            Files.createDirectory(place);
            at(5, book, new Finding.Wrong(LATENCY, "slow"));
            assertThat(book.alerts(10_000)).hasSize(AlertBook.UNSAVED_MAX);
            assertThat(book.alerts(1).getFirst().message()).isEqualTo("note " + (AlertBook.UNSAVED_MAX + 4));
        }
    }

    @Test
    void aCorruptDatabaseRaisesAnAlertInTheNewOne() throws IOException {
        Files.writeString(home.resolve("pakit.db"), "this is no database, whatever its name says".repeat(40));
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            at(0, book);
            at(5, book);
            assertThat(book.alerts(10)).hasSize(1).first().satisfies(alert -> {
                assertThat(alert.kind()).isEqualTo("database");
                assertThat(alert.message()).contains("pakit.db was corrupt", "aside-");
                assertThat(alert.line()).startsWith("[2026-01-27 10:30:50] node: pakit.db was");
            });
        }
    }

    @Test
    void theOldestResolvedAlertsGoBeyondTheBound() {
        try (PakitDatabase database = database()) {
            AlertTable table = new AlertTable(database, 3);
            table.save(alert("open", 0, false));
            for (int i = 1; i <= 5; i++) {
                table.save(alert("a" + i, i, true));
            }
            assertThat(table.newest(10)).extracting(Alert::id).containsExactly("a5", "a4", "a3", "open");
        }
    }

    @Test
    void seriesExistFromTheFirstScrape() {
        try (PakitDatabase database = database()) {
            AlertBook book = book(database);
            findings.add(new Finding.Well(LATENCY));
            assertThat(MetricSource.textOf(List.of(book)).lines())
                    .contains("pakit_alerts_open{model=\"m\",kind=\"latency\"} 0")
                    .contains("pakit_alerts_raised_total{model=\"m\",kind=\"latency\"} 0");
            at(0, book, new Finding.Wrong(LATENCY, "slow"));
            assertThat(MetricSource.textOf(List.of(book)).lines())
                    .contains("pakit_alerts_open{model=\"m\",kind=\"latency\"} 1")
                    .contains("pakit_alerts_raised_total{model=\"m\",kind=\"latency\"} 1");
        }
    }

    @Test
    void aLineIsWhatTheDeploymentGuideShows() {
        Alert alert = new Alert(
                "id",
                Instant.parse("2026-01-27T10:30:45.9Z"),
                "compression_predictor",
                "latency",
                "Latency 7.2ms exceeds threshold 5.0ms",
                null);
        assertThat(alert.line())
                .isEqualTo("[2026-01-27 10:30:45] compression_predictor: Latency 7.2ms exceeds threshold 5.0ms");
    }

    private void at(long second, AlertBook book, Finding... now) {
        seconds.set(second);
        findings.clear();
        findings.addAll(List.of(now));
        book.evaluate();
    }

    private AlertBook book(PakitDatabase database) {
        AlertBook book = new AlertBook(
                database,
                Duration.ofSeconds(30),
                this::now,
                () -> Duration.ofSeconds(seconds.get()).toNanos());
        book.watch(() -> List.copyOf(findings));
        book.tell(told::add);
        return book;
    }

    private PakitDatabase database() {
        return new PakitDatabase(home.resolve("pakit.db"), this::now);
    }

    private Alert alert(String id, long second, boolean over) {
        return new Alert(id, time(second), "m", "latency", "x", over ? time(second) : null);
    }

    private Instant now() {
        return time(seconds.get());
    }

    private static Instant time(long second) {
        return Instant.parse("2026-01-27T10:30:45Z").plusSeconds(second);
    }
}
