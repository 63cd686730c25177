package pakit.preflight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static pakit.preflight.MachineChecksTest.assertFails;
import static pakit.preflight.MachineChecksTest.assertPasses;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;
import pakit.load.LoadReport;
import pakit.ml.serving.HealthReport;
import pakit.ml.serving.HealthReport.ModelHealth;
import pakit.node.Experiments;

/// Checks of what a node says and does.
class NodeChecksTest {
    private static final String GUIDE = """
            # HELP pakit_ml_predictions_total Calls.
            # TYPE pakit_ml_predictions_total counter
            pakit_ml_predictions_total{model="a \\"b\\" \\\\ c"} 7
            # TYPE pakit_ml_success_rate gauge
            pakit_ml_success_rate{model="a"} 1
            # TYPE pakit_ml_latency_ms gauge
            pakit_ml_latency_ms{model="a",quantile="avg"} 2.5E-7
            pakit_ml_latency_ms{model="a",quantile="0.95"} NaN
            # TYPE pakit_store_roots gauge
            pakit_store_roots 3
            # TYPE h histogram
            h_bucket{le="+Inf"} 2
            h_sum 0.5
            h_count 2
            """;

    @Test
    void aHealthyNodePasses() {
        assertPasses(new NodeHealthy("the node", () -> health("healthy", 1, "")), "the node is healthy, 1");
    }

    @Test
    void aDegradedOrEmptyNodeFails() {
        assertFails(
                new NodeHealthy("it", () -> health("degraded", 1, "v2 is refused")), "v2 is refused", "pakit health");
        assertFails(new NodeHealthy("it", () -> health("healthy", 0, "")), "0 models loaded", "pakit health");
    }

    @Test
    void aScrapeThatCanBeReadPasses() {
        assertPasses(new MetricsParse(() -> GUIDE), "5 families");
    }

    @Test
    void aScrapeWithoutTheGuidesFamiliesFails() {
        assertFails(
                new MetricsParse(() -> GUIDE.replace("pakit_ml_success_rate", "pakit_other")),
                "has no pakit_ml_success_rate",
                "pakit metrics");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no sample at all",
                "h_sum 0.5",
                "unknown_family 1",
                "pakit_store_roots many",
                "pakit_store_roots{a=\"b} 1",
                "pakit_store_roots{a=b} 1",
                "# TYPE pakit_store_roots gauge",
                "# A comment"
            })
    void aLineThatCannotBeReadFails(String line) {
        MetricsParse check = new MetricsParse(() -> GUIDE + line + "\n");
        assertThatThrownBy(check::look)
                .isInstanceOf(PakitException.Corrupt.class)
                .hasMessageContaining(line);
    }

    @Test
    void thresholdsThatCanBePassedPass() {
        assertPasses(
                new AlertsSet(() -> thresholds(0.005, 0.05), "nobody is told"),
                "p95 above 5.0 ms",
                "above 5.0 %",
                "nobody");
        assertPasses(new AlertsSet(() -> thresholds(5e-8, 0.0001), ""), "p95 above 0.00005 ms", "above 0.01 %");
    }

    @Test
    void thresholdsThatAreMissingOrCanNeverBePassedFail() {
        assertFails(new AlertsSet(() -> GUIDE, ""), "NaN", "alerts.latency-threshold-ms");
        assertFails(new AlertsSet(() -> thresholds(0.005, 1), ""), "100.0 %", "alerts.error-rate-threshold");
    }

    private static String thresholds(double seconds, double share) {
        return """
                # TYPE pakit_alert_latency_threshold_seconds gauge
                pakit_alert_latency_threshold_seconds %s
                # TYPE pakit_alert_error_ratio_threshold gauge
                pakit_alert_error_ratio_threshold %s
                """.formatted(seconds, share);
    }

    @Test
    void aCarriedLoadPasses() {
        assertPasses(load(report(2_000, 0, 0.4)), "a: 2000 of 2000 answered, p95 0.400 ms");
    }

    @Test
    void failuresUnsentRequestsAndSlownessFail() {
        assertFails(load(report(1_999, 0, 0.4)), "1999 of 2000", "pakit load-test a");
        assertFails(load(report(2_000, 5, 0.4)), "2000 of 2000", "pakit load-test a");
        assertFails(load(report(2_000, 0, 10)), "p95 10.000 ms", "pakit load-test a");
        assertFails(load(report(0, 2_000, 0)), "0 of 2000", "pakit load-test a");
        assertFails(new LoadCarried(List::of, (model, plan) -> report(0, 0, 0), Duration.ofMillis(10)), "no model", "");
    }

    @Test
    void anExperimentThatRunsIsConfigured() {
        var running = new Experiments.Summary("rollout", "a", "running", 0.05, Instant.EPOCH);
        var ended = new Experiments.Summary("older", "a", "stopped", 0, Instant.EPOCH);
        assertPasses(new ExperimentConfigured(() -> List.of(running, ended)), "rollout", "5.000 %");
        assertThat(new ExperimentConfigured(() -> List.of(ended)).look().status())
                .isEqualTo(Finding.Status.PENDING);
    }

    @Test
    void aReportPassesUnlessACheckFails() {
        Check pending = new ExperimentConfigured(List::of);
        Check broken = new Credentials(() -> {
            throw new PakitException.Unavailable("no disk");
        });
        assertThat(Preflight.run(List.of(pending)).passed()).isTrue();
        PreflightReport report = Preflight.run(List.of(broken, pending));
        assertThat(report.passed()).isFalse();
        assertThat(report.checks())
                .extracting(PreflightReport.Line::found)
                .first()
                .isEqualTo("no disk");
        assertThat(report.count(Finding.Status.PENDING)).isEqualTo(1);
    }

    private static HealthReport health(String status, int loaded, String problem) {
        return new HealthReport(
                status,
                loaded,
                loaded,
                "on",
                0,
                Instant.EPOCH,
                0,
                Map.of("a", new ModelHealth(true, "1.0.0", "CLOSED", 0, 1, 0, problem)));
    }

    private static LoadCarried load(LoadReport report) {
        return new LoadCarried(() -> List.of("a"), (model, plan) -> report, Duration.ofMillis(10));
    }

    private static LoadReport report(long succeeded, long unsent, double p95) {
        LoadReport.Latency latency = succeeded == 0 ? null : new LoadReport.Latency(p95, p95, p95, p95, p95, p95, p95);
        return new LoadReport(
                "a", "process", 4, null, 2_000, succeeded, unsent, succeeded / 2_000.0, 1, 1, latency, Map.of(), null);
    }
}
