package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.load.LoadReport;

class LoadTestVerbTest {
    private static final String MODEL = "compression_predictor";

    @TempDir
    Path directory;

    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void here() {
        cli = new Cli(directory);
    }

    @Test
    void inProcessItSaysWhatTheGuideSays() {
        Cli.Answer answer = loadTest(MODEL);
        assertThat(answer.status()).isZero();
        assertThat(answer.out().lines())
                .startsWith("Load Test Results:", "  Requests: 1,000", "  Success rate: 100.0%")
                .anyMatch(line -> line.matches("  Throughput: \\d+ req/sec"))
                .anyMatch(line -> line.matches("  Avg latency: \\d+\\.\\d+ms"))
                .anyMatch(line -> line.matches("  p50 .*ms, p90 .*ms, p95 .*ms, p99 .*ms, p99.9 .*ms, max .*ms"));
    }

    @Test
    void throughThePortOfTheNodeThatServesTheHome() throws IOException {
        try (ServedHome unused = ServedHome.in(directory)) {
            JsonNode report = loadTest("--json", "--rate", "2000").json();
            assertThat(report.path("over").asText()).isEqualTo("http");
            assertThat(report.path("successRate").asDouble()).isEqualTo(1);
            assertThat(report.at("/latencyMs/p99").asDouble()).isPositive();
            assertThat(cli.run("health", "--json")
                            .json()
                            .at("/models/" + MODEL + "/predictions")
                            .asLong())
                    .isEqualTo(1_000);
            JsonNode grpc = loadTest("--json", "--over", "grpc").json();
            assertThat(grpc.path("over").asText()).isEqualTo("grpc");
            assertThat(grpc.path("succeeded").asInt()).isEqualTo(1_000);
            assertThat(loadTest("--json", "--over", "grpc", "--rate", "2000")
                            .json()
                            .path("successRate")
                            .asDouble())
                    .isEqualTo(1);
            Cli.Answer elsewhere = loadTest("--over", "process");
            assertThat(elsewhere.status()).isEqualTo(5);
            assertThat(elsewhere.err()).contains("is served at http://127.0.0.1:", "--over http");
        }
    }

    @Test
    void swapsNeedASecondVersion() {
        Cli.Answer alone = loadTest("--swap-every", "5ms");
        assertThat(alone.status()).isEqualTo(2);
        assertThat(alone.err()).contains("two registered versions of " + MODEL, "found only 1.0.0");
        String shipped = directory
                .resolve(".pakit/models")
                .resolve(MODEL)
                .resolve("1.0.0")
                .toString();
        assertThat(cli.run("models", "register", MODEL, "1.0.1", shipped).status())
                .isZero();
        Cli.Answer swapped = loadTest("--swap-every", "5ms", "--json");
        assertThat(swapped.status()).isZero();
        assertThat(swapped.json().at("/swaps/count").asInt()).isPositive();
        assertThat(swapped.json().at("/swaps/p99Ratio").asDouble()).isPositive();
        assertThat(cli.run("models", "show", MODEL, "--json")
                        .json()
                        .at("/live/version")
                        .asText())
                .isEqualTo("1.0.0");
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertThat(loadTest("nosuchmodel").status()).isEqualTo(3);
        assertThat(loadTest("--over", "http").err()).contains("no node serves home", "pakit serve");
        assertThat(loadTest("--over", "grpc").err()).contains("no node serves home", "pakit serve");
        assertThat(cli.run("load-test", "--concurrency", "0").err()).contains("concurrency must be 1 to 1000, found 0");
        assertThat(loadTest("--min-success", "2").err()).contains("--min-success must be 0 to 1");
        assertThat(loadTest("--swap-every", "soon").err()).contains("'soon' is no duration such as 100ms");
    }

    @Test
    void failuresAndWhatWasNotSentAreShown() {
        LoadReport report = new LoadReport(
                MODEL,
                "http",
                4,
                null,
                1_000,
                900,
                50,
                0.9,
                2,
                450,
                null,
                Map.of("status 503", new LoadReport.Failures(100, "draining")),
                null);
        assertThat(LoadTestText.lines(report))
                .containsExactly(
                        "Load Test Results:",
                        "  Requests: 1,000",
                        "  Success rate: 90.0%",
                        "  Throughput: 450 req/sec",
                        "  Failed: 100 × status 503 (draining)",
                        "  Not sent: 50, the time was over");
    }

    @Test
    void tooLittleTimeIsAFailedCheck() {
        assertThat(loadTest("--rate", "1", "--time-max", "50ms").status()).isEqualTo(1);
    }

    private Cli.Answer loadTest(String... words) {
        List<String> all =
                new ArrayList<>(List.of("load-test", "--requests", "1000", "--concurrency", "4", "--warm-up", "0s"));
        all.addAll(List.of(words));
        return cli.run(all.toArray(String[]::new));
    }
}
