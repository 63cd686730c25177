package pakit.ml.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import pakit.ml.alerts.AlertKey;
import pakit.ml.alerts.Finding;
import pakit.ml.metrics.PrometheusText;
import pakit.ml.models.Histograms;
import pakit.ml.models.Manifest;
import pakit.ml.models.ModelArtifact;
import pakit.ml.models.ModelVersion;
import pakit.ml.models.TensorSpec;
import pakit.ml.telemetry.TelemetryEvent;
import pakit.stats.Histogram;

class DriftWatchTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final String MODEL = "m";
    private static final int STEP_SECONDS = 1;
    private static final AlertKey REGRET = new AlertKey("", "regret_change");
    private static final AlertKey CHOICES = new AlertKey("", "wrong_choices_change");
    private static final AlertKey HINTS = new AlertKey("", "failed_hints_change");

    private final SplittableRandom random = new SplittableRandom(1);
    private Manifest live = manifest("1.0.0", true);
    private final DriftWatch watch = new DriftWatch();
    private int told;

    DriftWatchTest() {
        watch.follow(() -> List.of(live));
    }

    @Test
    void whatMovedIsNamedFromWhatToWhatAndSinceWhen() {
        tell(5_000, x -> x);
        assertThat(report().moved()).isEmpty();
        assertThat(watch.look()).contains(new Finding.Well(new AlertKey(MODEL, "drift")));

        Instant moment = now();
        tell(3_000, x -> 0.5 + x / 2);
        DriftReport report = report();
        assertThat(report.rows()).isEqualTo(2_000);
        assertThat(report.moved()).extracting(DriftReport.Column::name).containsExactly("feature[0]", "gains[0]");
        DriftReport.Column moved = report.moved().getFirst();
        assertThat(moved.from()).isCloseTo(0.5, within(0.02));
        assertThat(moved.to()).isCloseTo(0.75, within(0.02));
        assertThat(moved.wasserstein()).isCloseTo(0.25, within(0.03));
        assertThat(Duration.between(moment, moved.movedSince()).abs())
                .isLessThanOrEqualTo(Duration.ofSeconds(ColumnWatch.ROWS_MIN / 4L * STEP_SECONDS));
        assertThat(moved.found().getFirst()).isZero();
        assertThat(watch.look())
                .filteredOn(finding -> finding.key().equals(new AlertKey(MODEL, "drift")))
                .singleElement()
                .satisfies(finding -> assertThat(((Finding.Wrong) finding).message())
                        .startsWith("Drift: feature[0] went from 0.5")
                        .contains(" to 0.7", "(PSI ", "since 2026-03-01 13:", ", and 1 further columns"));
    }

    /// Shifts of 25 % of the range come to light within 1,500 rows; streams without a shift stay quiet.
    @Test
    void shiftsAreSeenSoonAndNothingElseIs() {
        int alarms = 0;
        int delays = 0;
        int runs = 40;
        for (int run = 0; run < runs; run++) {
            DriftWatch fresh = new DriftWatch();
            fresh.follow(() -> List.of(live));
            for (int row = 0; row < 10_000; row += 250) {
                tell(fresh, 250, x -> x);
                alarms += fresh.reports().getFirst().moved().isEmpty() ? 0 : 1;
            }
            int delay = 0;
            while (fresh.reports().getFirst().moved().isEmpty()) {
                tell(fresh, 50, x -> Math.min(1, x + 0.25));
                delay += 50;
            }
            delays = Math.max(delays, delay);
        }
        assertThat(alarms).isZero();
        assertThat(delays).isLessThanOrEqualTo(1_500);
    }

    @Test
    void fewRowsAreNoEvidence() {
        tell(ColumnWatch.ROWS_MIN - 1, x -> x / 10);
        assertThat(report().moved()).isEmpty();
        assertThat(report().columns().getFirst().psi()).isGreaterThan(1);
        assertThat(watch.look()).contains(new Finding.Unclear(new AlertKey(MODEL, "drift")));
        tell(1, x -> x / 10);
        assertThat(report().moved()).isNotEmpty();
        assertThat(report().moved().getFirst().movedSince())
                .as("as long as it is watched")
                .isNull();
    }

    @Test
    void anotherVersionIsComparedWithItsOwnTraining() {
        tell(2_000, x -> x / 10);
        assertThat(report().moved()).isNotEmpty();
        live = manifest("1.1.0", true);
        assertThat(report().version()).isEqualTo("1.1.0");
        assertThat(report().rows()).isZero();
        assertThat(report().columns()).isEmpty();
    }

    @Test
    void versionsWithoutHistogramsAndStrangeRowsAreLeftAlone() {
        tell(10, x -> x);
        watch.accept(predicted(now(), List.of(1f), List.of()));
        watch.accept(predicted(now(), List.of(Float.NaN, 1f), List.of()));
        watch.accept(new TelemetryEvent.Predicted(now(), "other", "1", 1, true, 1, List.of(1f, 1f), List.of()));
        assertThat(report().rows()).isEqualTo(10);
        live = manifest("1.1.0", false);
        assertThat(watch.reports()).isEmpty();
    }

    @Test
    void aRiseOfTheRegretIsAnAlertUntilItFalls() {
        tried(2_000, 0.5);
        assertThat(watch.regret().changes()).isEmpty();
        assertThat(watch.look()).contains(new Finding.Well(REGRET), new Finding.Well(CHOICES));
        Instant moment = now();
        tried(1_000, 5);
        assertThat(watch.regret().rises())
                .extracting(SeriesReport.Change::detector)
                .containsExactly("adwin", "page_hinkley");
        assertThat(watch.regret().rises()).allSatisfy(change -> {
            assertThat(change.from()).isCloseTo(0.5, within(0.5));
            assertThat(change.to()).isCloseTo(5, within(2.0));
            assertThat(Duration.between(moment, change.since()).abs())
                    .isLessThan(Duration.ofSeconds(100L * STEP_SECONDS));
        });
        assertThat(wrong(REGRET)).startsWith("Regret rose from 0.").contains(" since 2026-03-01 12:", "(adwin)");
        assertThat(wrong(CHOICES)).startsWith("Wrong choices rose from 1");
        assertThat(watch.look()).contains(new Finding.Well(HINTS));
        tried(3_000, 0.5);
        assertThat(watch.regret().rises()).isEmpty();
        assertThat(watch.look()).contains(new Finding.Well(REGRET), new Finding.Well(CHOICES));
    }

    @Test
    void aModelThatBeginsToFailIsAnAlert() {
        stored(1_000, "abstained", "hinted");
        stored(500, "ml_disabled", "control_arm");
        assertThat(watch.look()).contains(new Finding.Well(HINTS));
        assertThat(watch.series()).last().satisfies(report -> {
            assertThat(report.values()).isEqualTo(1_000);
            assertThat(report.percent()).isZero();
        });
        stored(300, "model_failed", "breaker_open", "too_slow", "hint-ignored", "hinted");
        assertThat(wrong(HINTS)).startsWith("Failed hints rose from 0.0 % to ");
        assertThat(watch.look()).contains(new Finding.Well(REGRET));
    }

    @Test
    void metricsTellEveryColumn() {
        tell(1_500, x -> x * x * x);
        PrometheusText text = new PrometheusText();
        watch.writeTo(text);
        assertThat(text.toString())
                .contains(
                        "pakit_ml_drift_rows{model=\"m\"} 1500\n",
                        "pakit_ml_drift_moved_columns{model=\"m\"} 2\n",
                        "pakit_ml_drift_psi{model=\"m\",column=\"feature[1]\"} 0.",
                        "pakit_ml_series_percent{series=\"regret\"} 0",
                        "pakit_ml_series_risen{series=\"wrong_choices\"} 0\n",
                        "pakit_ml_series_changes_total{series=\"failed_hints\",detector=\"adwin\"} 0\n");
        tried(1_000, 0.5);
        tried(1_000, 5);
        PrometheusText risen = new PrometheusText();
        watch.writeTo(risen);
        assertThat(risen.toString())
                .contains(
                        "pakit_ml_series_risen{series=\"regret\"} 1\n",
                        "pakit_ml_series_changes_total{series=\"regret\",detector=\"adwin\"} 1\n",
                        "pakit_ml_series_changes_total{series=\"regret\",detector=\"page_hinkley\"} 1\n");
    }

    private DriftReport report() {
        return watch.reports().getFirst();
    }

    private Instant now() {
        return NOON.plusSeconds((long) told * STEP_SECONDS);
    }

    private void tell(int rows, DoubleUnaryOperator first) {
        tell(watch, rows, first);
    }

    private void tell(DriftWatch to, int rows, DoubleUnaryOperator first) {
        for (int i = 0; i < rows; i++) {
            float x = (float) first.applyAsDouble(random.nextDouble());
            to.accept(predicted(now(), List.of(x, (float) random.nextDouble()), List.of(2 * x)));
            told++;
        }
    }

    private String wrong(AlertKey key) {
        return watch.look().stream()
                .filter(Finding.Wrong.class::isInstance)
                .map(Finding.Wrong.class::cast)
                .filter(finding -> finding.key().equals(key))
                .findFirst()
                .orElseThrow()
                .message();
    }

    /// By turns.
    private void stored(int blocks, String... why) {
        for (int i = 0; i < blocks; i++) {
            watch.accept(new TelemetryEvent.BlockStored(
                    now(), 1, 1, 1, "none", "none", why[i % why.length], "", "", 0, 1, 1, 1, false, List.of()));
            told++;
        }
    }

    private void tried(int blocks, double mean) {
        for (int i = 0; i < blocks; i++) {
            watch.accept(new TelemetryEvent.OracleTried(
                    now(),
                    1,
                    "balanced",
                    1,
                    "s/1",
                    List.of(),
                    List.of(),
                    List.of(),
                    List.of(),
                    "none",
                    1,
                    -mean * Math.log(1 - random.nextDouble())));
            told++;
        }
    }

    private static TelemetryEvent predicted(Instant at, List<Float> features, List<Float> outputs) {
        return new TelemetryEvent.Predicted(at, MODEL, "1.0.0", 1, true, 1, features, outputs);
    }

    private static Manifest manifest(String version, boolean watched) {
        SplittableRandom random = new SplittableRandom(9);
        Histogram even = Histogram.of(random.doubles(20_000).toArray(), 10);
        Histogram twice = Histogram.of(random.doubles(20_000, 0, 2).toArray(), 10);
        List<TensorSpec> outputs = List.of(new TensorSpec("gains", "FP32", List.of(-1L, 1L)));
        return new Manifest(
                Manifest.FORMAT_VERSION,
                MODEL,
                ModelVersion.parse(version),
                "model.bin",
                ModelArtifact.sha256(new byte[0]),
                "made",
                1,
                List.of(new TensorSpec("x", "FP32", List.of(-1L, 2L))),
                outputs,
                Map.of(),
                Map.of(),
                1,
                Map.of(),
                Map.of(),
                null,
                NOON,
                Map.of(),
                watched ? new Histograms(new ArrayList<>(List.of(even, even)), List.of(twice)) : null);
    }
}
