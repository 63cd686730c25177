package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import pakit.error.PakitException;
import pakit.ml.alerts.Alert;
import pakit.ml.alerts.AlertBook;
import pakit.ml.alerts.Alerting;
import pakit.ml.database.PakitDatabase;
import pakit.ml.database.SettingsTable;
import pakit.ml.serving.HealthReport.ModelHealth;

/// From calls to alerts, on a clock that the test moves.
class FigureAlertsTest {
    private static final Instant START = Instant.parse("2026-01-27T10:30:45Z");

    private final AtomicLong now = new AtomicLong();
    private final PakitDatabase database = PakitDatabase.inMemory();
    private final AlertBook book =
            new AlertBook(database, Duration.ofSeconds(30), () -> START.plusNanos(now.get()), now::get);
    private final Alerting alerting = new Alerting(database, book, null);
    private final ModelMonitor monitor = monitor();
    private final CallMeter meter = monitor.meter("compression_predictor");

    FigureAlertsTest() {
        book.watch(new FigureAlerts(monitor, 20));
    }

    @AfterEach
    void close() {
        alerting.close();
    }

    @Test
    void slowCallsRaiseOneAlertThatEndsWhenTheyDo() {
        calls(320, 7_200_000, 0); // 20 of them are timed
        evaluateFor(50);
        assertThat(monitor.alerts(10)).singleElement().satisfies(alert -> {
            assertThat(alert.line())
                    .isEqualTo("[2026-01-27 10:30:47] compression_predictor: Latency 7.2ms exceeds threshold 5.0ms");
            assertThat(alert.resolvedAt()).isNull();
        });
        evaluateFor(60);
        assertThat(monitor.alerts(10))
                .singleElement()
                .satisfies(alert -> assertThat(alert.resolvedAt()).isNotNull());
    }

    @Test
    void failingCallsRaiseAnAlertInTheGuidesWords() {
        calls(200, 1_000, 13);
        book.evaluate();
        assertThat(monitor.alerts(10))
                .extracting(Alert::message)
                .containsExactly("Error rate 6.5% exceeds threshold 5.0%");
    }

    @Test
    void tooFewCallsRaiseNothing() {
        calls(19, 1_000, 19);
        book.evaluate();
        calls(280, 50_000_000, 0); // 299 calls, 19 of them timed
        book.evaluate();
        assertThat(monitor.alerts(10)).extracting(Alert::kind).containsExactly("error_rate");
        meter.succeeded(meter.begin());
        calls(10, 50_000_000, 0);
        book.evaluate();
        assertThat(monitor.alerts(10)).extracting(Alert::kind).containsExactly("latency", "error_rate");
    }

    @Test
    void anAlertStaysOpenBetweenItsThresholdAndTheShareOfItThatIsWell() {
        for (int minute = 0; minute < 5; minute++) {
            calls(1_000, 1_000, minute == 0 ? 60 : 45); // 6 %, then 4.5 %, where 4 % is well
            evaluateFor(60);
        }
        assertThat(monitor.alerts(10))
                .singleElement()
                .satisfies(alert -> assertThat(alert.resolvedAt()).isNull());
        calls(1_000, 1_000, 40);
        evaluateFor(40);
        assertThat(monitor.alerts(10))
                .singleElement()
                .satisfies(alert -> assertThat(alert.resolvedAt()).isNotNull());
    }

    @Test
    void thresholdsSetAtRunTimeHoldFromTheNextEvaluationAndOverARestart() {
        calls(320, 7_200_000, 0);
        monitor.latencyThresholdMs(10);
        monitor.errorRateThreshold(0.5);
        book.evaluate();
        assertThat(monitor.alerts(10)).isEmpty();
        ModelMonitor again = monitor();
        assertThat(again.latencyThresholdMs()).isEqualTo(10);
        assertThat(again.errorRateThreshold()).isEqualTo(0.5);
        again.resetThresholds();
        assertThat(monitor().thresholds()).isEqualTo(Thresholds.DEFAULT);
    }

    @Test
    void thresholdsWithoutMeaningAreRefusedAndOnesThatCannotBeReadAreNotTaken() {
        assertThatThrownBy(() -> monitor.latencyThresholdMs(0)).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> monitor.latencyThresholdMs(Double.NaN)).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> monitor.errorRateThreshold(1.01)).isInstanceOf(PakitException.Invalid.class);
        assertThatThrownBy(() -> monitor.errorRateThreshold(-0.1)).isInstanceOf(PakitException.Invalid.class);
        new SettingsTable(database).put("alerts.latency-threshold-ms", "fast");
        assertThat(monitor().thresholds()).isEqualTo(Thresholds.DEFAULT);
    }

    @ParameterizedTest
    @CsvSource({
        "7.2, 5, Latency 7.2ms exceeds threshold 5.0ms",
        "5.02, 5, Latency 5.02ms exceeds threshold 5.00ms",
        "0.0123, 0.012, Latency 0.0123ms exceeds threshold 0.0120ms",
        "0.03, 0.0001, Latency 0.0300ms exceeds threshold 0.0001ms",
        "5.00000001, 5, Latency 5.000000ms exceeds threshold 5.000000ms",
    })
    void figuresHaveAsManyDigitsAsItTakesToTellThemApart(double found, double threshold, String said) {
        assertThat(FigureAlerts.said("Latency %sms exceeds threshold %sms", found, threshold))
                .isEqualTo(said);
    }

    @Test
    void anOpenBreakerAndADegradedModelAreAlertsToo() {
        AtomicLong state = new AtomicLong();
        book.watch(new HealthAlerts(() -> report(state.get() == 0 ? "OPEN" : "CLOSED", state.get() == 0)));
        book.evaluate();
        assertThat(monitor.alerts(10))
                .extracting(Alert::kind, Alert::message)
                .contains(org.assertj.core.groups.Tuple.tuple("degraded", "v2.0.0 is refused"))
                .anyMatch(alert -> alert.toString().contains("Circuit breaker is open"));
        state.set(1);
        evaluateFor(40);
        assertThat(book.openAlerts(10)).isEmpty();
    }

    private static HealthReport report(String breaker, boolean degraded) {
        ModelHealth model = new ModelHealth(true, "1.0.0", breaker, 0, 1, 0, degraded ? "v2.0.0 is refused" : "");
        return new HealthReport("degraded", 1, 1, "on", 0, null, 0, Map.of("other", model));
    }

    private ModelMonitor monitor() {
        SettingsTable kept = new SettingsTable(database);
        return new ModelMonitor(
                now::get, MonitorSettings.DEFAULT, kept, book, model -> Optional.empty(), model -> "CLOSED");
    }

    /// The first ones fail.
    private void calls(int calls, long nanos, int failing) {
        for (int i = 0; i < calls; i++) {
            long begun = meter.begin();
            now.addAndGet(nanos);
            long unused = i < failing ? meter.failed(begun, ErrorKind.FAILED) : meter.succeeded(begun);
        }
    }

    private void evaluateFor(int seconds) {
        for (int second = 0; second < seconds; second += 5) {
            book.evaluate();
            now.addAndGet(TimeUnit.SECONDS.toNanos(5));
        }
    }
}
