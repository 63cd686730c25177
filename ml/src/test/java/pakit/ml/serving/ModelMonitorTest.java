package pakit.ml.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.ml.alerts.Alerting;
import pakit.ml.database.SettingsTable;

class ModelMonitorTest {
    private final AtomicLong now = new AtomicLong();
    private final Alerting alerting = Alerting.inMemory();
    private final ModelMonitor monitor = new ModelMonitor(
            now::get,
            MonitorSettings.DEFAULT,
            new SettingsTable(alerting.database()),
            alerting.book(),
            model -> Optional.of("1.2.3"),
            model -> "HALF_OPEN");

    @AfterEach
    void close() {
        alerting.close();
    }

    @Test
    void firstCallIsTimedThenOneInSixteen() {
        CallMeter meter = monitor.meter("m");
        int timed = 0;
        for (int i = 0; i < 161; i++) {
            long begun = meter.begin();
            assertThat(begun != CallMeter.NOT_TIMED).isEqualTo(i % 16 == 0);
            now.addAndGet(2_000_000);
            timed += meter.succeeded(begun) >= 0 ? 1 : 0;
        }
        assertThat(timed).isEqualTo(11);
        ModelMetrics metrics = monitor.metrics("m");
        assertThat(metrics.predictions()).isEqualTo(161);
        assertThat(metrics.latencyAvg()).isEqualTo(2.0, within(1e-9));
        assertThat(metrics.latencyP50()).isEqualTo(2.0, within(0.02));
        assertThat(metrics.latencyP99()).isEqualTo(2.0, within(0.02));
    }

    @Test
    void quantilesOfManyThreadsAreMergedWithinOnePercent() throws InterruptedException {
        CallMeter meter = monitor.meter("m");
        List<Thread> threads = new ArrayList<>();
        LatencyRecord direct = new LatencyRecord();
        for (int t = 0; t < 4; t++) {
            int from = t * 2_500;
            threads.add(Thread.ofPlatform().start(() -> {
                LatencyRecord part = new LatencyRecord();
                for (int i = 1; i <= 2_500; i++) {
                    part.add((from + i) * 1_000L);
                }
                synchronized (direct) {
                    direct.addAll(part);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(direct.count()).isEqualTo(10_000);
        assertThat(direct.quantileMillis(0.5)).isEqualTo(5.0, within(0.051));
        assertThat(direct.quantileMillis(0.95)).isEqualTo(9.5, within(0.096));
        assertThat(direct.cumulative(LatencyRecord.BOUNDS_SECONDS.length - 1)).isEqualTo(10_000);
        assertThat(meter.metrics()).isEqualTo(ModelMetrics.NONE);
    }

    @Test
    void noCallOfManyThreadsGoesUncounted() throws InterruptedException {
        CallMeter meter = monitor.meter("m");
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            threads.add(Thread.ofPlatform().start(() -> {
                for (int i = 0; i < 20_000; i++) {
                    long begun = meter.begin();
                    long unused = i % 10 == 0 ? meter.failed(begun, ErrorKind.FAILED) : meter.succeeded(begun);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(meter.metrics().predictions()).isEqualTo(160_000);
        assertThat(meter.metrics().errors()).isEqualTo(16_000);
        assertThat(meter.metrics().successRate()).isEqualTo(0.9, within(1e-12));
        assertThat(meter.latency().count()).isEqualTo(10_000);
    }

    @Test
    void everySeriesExistsFromLoad() {
        monitor.meter("compression_predictor");
        assertThat(monitor.exportPrometheusMetrics().lines())
                .contains(
                        "# TYPE pakit_ml_predictions_total counter",
                        "pakit_ml_predictions_total{model=\"compression_predictor\"} 0",
                        "pakit_ml_success_rate{model=\"compression_predictor\"} 1",
                        "pakit_ml_latency_ms{model=\"compression_predictor\",quantile=\"avg\"} 0",
                        "pakit_ml_latency_ms{model=\"compression_predictor\",quantile=\"0.5\"} 0",
                        "pakit_ml_latency_ms{model=\"compression_predictor\",quantile=\"0.95\"} 0",
                        "pakit_ml_latency_ms{model=\"compression_predictor\",quantile=\"0.99\"} 0",
                        "pakit_ml_prediction_errors_total{model=\"compression_predictor\"} 0",
                        "pakit_ml_prediction_duration_seconds_bucket{model=\"compression_predictor\",le=\"+Inf\"} 0",
                        "pakit_ml_prediction_duration_seconds_count{model=\"compression_predictor\"} 0",
                        "pakit_ml_model_info{model=\"compression_predictor\",version=\"1.2.3\"} 1",
                        "pakit_ml_breaker_state{model=\"compression_predictor\",state=\"HALF_OPEN\"} 1",
                        "pakit_ml_breaker_state{model=\"compression_predictor\",state=\"OPEN\"} 0");
    }

    @Test
    void expositionIsWellFormedAndItsHistogramAddsUp() {
        CallMeter meter = monitor.meter("m");
        for (int i = 0; i < 32; i++) {
            long begun = meter.begin();
            now.addAndGet(3_000);
            long unused = meter.succeeded(begun);
        }
        String text = monitor.exportPrometheusMetrics();
        assertThat(text).endsWith("\n");
        assertThat(text.lines())
                .allMatch(line -> line.matches("# (HELP [a-z_0-9]+ .+|TYPE [a-z_0-9]+ (counter|gauge|histogram))")
                        || line.matches("[a-z_0-9]+(\\{[a-z]+=\"[^\"]*\"(,[a-z]+=\"[^\"]*\")*})? [0-9.E+-]+"));
        assertThat(text.lines())
                .contains(
                        "pakit_ml_prediction_duration_seconds_bucket{model=\"m\",le=\"2.5E-6\"} 0",
                        "pakit_ml_prediction_duration_seconds_bucket{model=\"m\",le=\"5.0E-6\"} 2",
                        "pakit_ml_prediction_duration_seconds_count{model=\"m\"} 2");
        assertThat(text.lines().filter(line -> line.startsWith("# TYPE")).distinct())
                .hasSize(14);
    }

    @Test
    void unknownModelIsNotFound() {
        assertThatThrownBy(() -> monitor.metrics("nothing"))
                .isInstanceOf(PakitException.NotFound.class)
                .hasMessageContaining("nothing");
    }
}
