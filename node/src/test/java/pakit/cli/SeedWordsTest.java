package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import pakit.ml.alerts.AlertKey;
import pakit.ml.integration.BreakerHealth;
import pakit.ml.integration.FallbackManager;
import pakit.ml.integration.MLDAGIntegration;
import pakit.ml.models.Calibration;
import pakit.ml.models.Classification;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.GateCheck;
import pakit.ml.models.GateThresholds;
import pakit.ml.models.LabelEvaluation;
import pakit.ml.models.LatencyFigures;
import pakit.ml.models.ModelEvaluation;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.ModelMonitor;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.VersionManager;

/// The words of the guide that Pakit grew from: its log lines, functions, fields and printed texts, in the order of its
/// sections, each in its Java or its command-line form, on one served home. [SeedWordsOfExperimentsTest] has the
/// section on rollouts.
///
/// Elsewhere are held: what keeps a server from starting ([StartUpErrorsTest]), the load test's text
/// ([LoadTestVerbTest]), the checklist ([PreflightVerbTest]), dashboards and the snippets of `docs/DEPLOYMENT.md` (in
/// the module e2e).
class SeedWordsTest {
    private static final String MODEL = "compression_predictor";
    private static final int SHIPPED = DefaultModels.artifacts().size();
    private static final Path GUIDE = Path.of("../docs/DEPLOYMENT.md");

    @TempDir
    static Path directory;

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(ModelServer.class);
    private static final ListAppender<ILoggingEvent> LOG = new ListAppender<>();

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ServedHome served;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ModelServer server;

    private final Cli cli = new Cli(directory);

    @BeforeAll
    static void start() throws IOException {
        LOG.start();
        LOGGER.setLevel(Level.INFO); // as pakit serve does
        LOGGER.addAppender(LOG);
        served = ServedHome.in(directory);
        server = served.models();
    }

    @AfterAll
    static void stop() {
        served.close();
        LOGGER.detachAppender(LOG);
        LOGGER.setLevel(null);
    }

    @Test
    void startOfTheModelServer() {
        assertThat(logged())
                .containsSubsequence(
                        "Loading models from " + served.home().resolve("models"),
                        "Loaded compression_predictor v1.0.0",
                        "Model server started with " + SHIPPED + " models");
    }

    @Test
    void enablingTheIntegration() {
        MLDAGIntegration integration = new MLDAGIntegration(server, new FallbackManager());
        assertThat(integration.enableMl()).isTrue();
        assertThat(integration.registry().models()).hasSize(SHIPPED);
        integration.enableMl(false);
        assertThat(cli.run("models", "list", "--json").json().path("mlSwitch").asText())
                .isEqualTo("off");
        integration.enableMl(true);
        assertThat(cli.run("models", "list", "--json").json().path("mlSwitch").asText())
                .isEqualTo("on");
    }

    @Test
    void hotSwapWithoutDowntimeAndRollback() {
        LOG.list.clear();
        server.hotSwapModel(MODEL, shipped(), "2.0.0");
        assertThat(server.live(MODEL).orElseThrow().version().text()).isEqualTo("2.0.0");
        server.rollbackModel(MODEL);
        assertThat(logged())
                .containsSubsequence(
                        "Hot-swapping model 'compression_predictor' to version 2.0.0",
                        "Successfully swapped 'compression_predictor' to v2.0.0",
                        "Rolling back model 'compression_predictor'",
                        "Successfully swapped 'compression_predictor' to v1.0.0");
    }

    @Test
    void healthChecks() {
        assertThat(cli.run("health").out().lines())
                .contains(
                        "Status: healthy",
                        "Models loaded: " + SHIPPED,
                        "Models enabled: " + SHIPPED,
                        MODEL + ":",
                        "  Enabled: true")
                .anyMatch(line -> line.matches("  Predictions: [0-9,]+"))
                .contains("  Success rate: 100.0%")
                .anyMatch(line -> line.matches("  Avg latency: \\d+\\.\\d+ms"))
                .anyMatch(line -> line.matches("Up [0-9hms]+, since .*Z"));
        JsonNode health = cli.run("health", "--json").json();
        for (String field : List.of("/status", "/models_loaded", "/models_enabled")) {
            assertThat(health.at(field).isMissingNode()).as(field).isFalse();
        }
        for (String field : List.of("enabled", "predictions", "success_rate", "avg_latency_ms")) {
            assertThat(health.at("/models/" + MODEL).has(field)).as(field).isTrue();
        }
    }

    @Test
    void prometheusMetrics() {
        server.predict(MODEL, features());
        String model = "{model=\"compression_predictor\"";
        for (String text : List.of(
                server.monitor().exportPrometheusMetrics(), cli.run("metrics").out())) {
            assertThat(text.lines())
                    .anyMatch(line -> line.startsWith("pakit_ml_predictions_total" + model + "} "))
                    .anyMatch(line -> line.startsWith("pakit_ml_success_rate" + model + "} "))
                    .anyMatch(line -> line.startsWith("pakit_ml_latency_ms" + model + ",quantile=\"avg\"} "))
                    .anyMatch(line -> line.startsWith("pakit_ml_latency_ms" + model + ",quantile=\"0.95\"} "));
        }
    }

    /// How figures become these messages is held by the test of their alerts.
    @Test
    void alerts() {
        ModelMonitor monitor = server.monitor();
        monitor.latencyThresholdMs(5.0);
        monitor.errorRateThreshold(0.05);
        assertThat(cli.run("models", "thresholds", "--json").out())
                .startsWith("{\"latencyThresholdMs\":5.0,\"errorRateThreshold\":0.05,");
        server.alerts().note(new AlertKey(MODEL, "latency"), "Latency 7.2ms exceeds threshold 5.0ms");
        String time = "\\[\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d] ";
        assertThat(cli.run("alerts", "--limit", "10").out())
                .matches(time + "compression_predictor: Latency 7\\.2ms exceeds threshold 5\\.0ms\n");
        assertThat(monitor.alerts(10)).singleElement().satisfies(alert -> {
            assertThat(alert.timestamp()).isNotNull();
            assertThat(alert.model()).isEqualTo(MODEL);
            assertThat(alert.message()).isEqualTo("Latency 7.2ms exceeds threshold 5.0ms");
        });
    }

    @Test
    void modelValidation() {
        assertThat(cli.run("models", "validate", MODEL, "1.0.0").out())
                .contains("Model validation passed: compression_predictor v1.0.0");
        int[] truth = {0, 0, 1, 1, 1};
        Classification labels = Classification.of(List.of("a", "b"), truth, new int[] {0, 1, 0, 0, 1});
        assertThat(labels.accuracy()).isEqualTo(0.4);
        LatencyFigures slow =
                new LatencyFigures(10_000, 1, Duration.ofMillis(11).toNanos(), 1, 1);
        LabelEvaluation quality = new LabelEvaluation(labels, new Calibration(List.of()), Map.of());
        Map<String, String> said =
                GateThresholds.STANDARD
                        .judge(new ModelEvaluation("cases-1", 5, 0, "", slow, quality), Optional.empty())
                        .stream()
                        .collect(Collectors.toMap(GateCheck::name, GateCheck::words));
        assertThat(said.get("accuracy")).isEqualTo("Model accuracy too low! 0.400, required is at least 0.800");
        assertThat(said.get("f1")).startsWith("Model F1 score too low! ");
        assertThat(said.get("latency")).startsWith("Model latency too high! 11.0000 ms ");
    }

    @Test
    void versionControl() {
        Map<String, String> metadata = new TreeMap<>(Map.of(
                "accuracy", "0.85", "training_date", "2026-01-27", "training_samples", "50000", "git_commit", "abc"));
        VersionManager versions = server.versions();
        versions.registerVersion(MODEL, "2.1.0", shipped(), metadata);
        versions.registerVersion(MODEL, "2.2.0", shipped(), metadata);
        assertThat(versions.listVersions(MODEL).getFirst().metadata()).isEqualTo(metadata);
        assertThat(versions.deployedAt(MODEL, ModelVersion.parse("1.0.0"))).isPresent();
        assertThat(cli.run("models", "show", MODEL).out().lines())
                .anyMatch(line -> line.startsWith("v2.2.0 - deployed never "))
                .anyMatch(line -> line.matches("v1\\.0\\.0 - deployed \\d{4}-\\d\\d-\\d\\dT.*Z +\\* .*"));
        assertThat(cli.run("models", "show", MODEL, "2.2.0").out()).contains("metadata  git_commit = abc");
        assertThat(cli.run("models", "cleanup", MODEL, "--keep", "1").out().lines())
                .first()
                .asString()
                .matches("Deleted [1-9] old versions"); // the test of the swap may have left one more
        assertThat(versions.cleanupOldVersions(MODEL, 3)).isEmpty();
    }

    @Test
    void gracefulDegradationAndAnOpenBreaker() {
        FallbackManager fallback = new FallbackManager();
        assertThat(fallback.isHealthy(MODEL)).isTrue();
        fallback.forceOpen(MODEL);
        BreakerHealth health = fallback.modelHealth(MODEL);
        assertThat(fallback.isHealthy(MODEL)).isFalse();
        assertThat(health.state()).isEqualTo("OPEN");
        assertThat(health.successRate()).isEqualTo(1);
        assertThat(health.failures() + health.recentFailures()).isZero();
        fallback.resetCircuitBreaker(MODEL);
        assertThat(fallback.modelHealth(MODEL).state()).isEqualTo("CLOSED");
        assertThat(cli.run("models", "reset-breaker", MODEL).out()).contains("CLOSED");
    }

    @Test
    void highLatencyAndLowAccuracyInProduction() {
        server.predict(MODEL, features());
        assertThat(server.monitor().metrics(MODEL).latencyP95()).isPositive();
        assertThat(server.monitor().metrics(MODEL).successRate()).isEqualTo(1);
        assertThat(cli.run("models", "metrics", MODEL, "--json")
                        .json()
                        .at("/since_start/latency_p95")
                        .asDouble())
                .isPositive();
        assertThat(served.node().events(1000)).isNotEmpty();
        assertThat(cli.run("telemetry", "events", "--limit", "1000").status()).isZero();
    }

    /// What the caller's own program prints: the guide shows that program, and a test of the module e2e runs it.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"ML enabled: \"",
                "\"Models loaded: \"",
                "\"Control (baseline):\"",
                "\"Treatment (ML):\"",
                "\"  Success rate: %.1f%%%n\"",
                "\"  Avg latency: %.3fms%n\"",
                "\"Latency lift: %.1f%%%n\"",
                "\"Significant: \"",
                "\"Recommendation: \"",
                "\"WARNING: Model performance degraded!\"",
                "\"Status: \"",
                "\"Models enabled: \"",
                "\"  Enabled: \"",
                "\"  Predictions: %,d%n\"",
                "\"  Avg latency: %.2fms%n\"",
                "\" - deployed \"",
                "\" old versions\"",
                "\"Using fallback (model unhealthy)",
                "\"State: \"",
                "\"Recent failures: \"",
                "\"Failures: \"",
                "\"Load Test Results:\"",
                "\"  Requests: %,d%n\"",
                "\"  Throughput: %.0f req/sec%n\"",
                "\"Error: \"",
                "\"P95 latency: %.2fms%n\"",
                "metrics.successRate() < 0.95",
                "integration.enableMl(true)",
            })
    void textsThatTheCallerPrints(String text) throws IOException {
        assertThat(Files.readString(GUIDE)).contains(text);
    }

    private static Path shipped() {
        return served.home().resolve("models/compression_predictor/1.0.0");
    }

    /// A row by the names of its features.
    private static Map<String, Integer> features() {
        try (var lease = server.registry().lease(MODEL)) {
            return lease.model().schema().features().stream().collect(Collectors.toMap(Function.identity(), name -> 1));
        }
    }

    private static List<String> logged() {
        return List.copyOf(LOG.list).stream()
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }
}
