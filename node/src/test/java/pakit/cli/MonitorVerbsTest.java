package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The verbs that watch, on a home that nobody serves. [ServedAlertsTest] has a node that is not well.
class MonitorVerbsTest {
    private static final String MODEL = "compression_predictor";

    @TempDir
    Path directory;

    private Cli cli = new Cli(Path.of(""));

    @BeforeEach
    void here() {
        cli = new Cli(directory);
    }

    @Test
    void thresholdsAreShownSetKeptAndTakenBack() {
        assertThat(cli.run("models", "thresholds").out())
                .isEqualTo("latency    5.0 ms (95th percentile of the window)\nerror rate 5.0 %\nregret     never\n");
        assertThat(cli.run("models", "thresholds", "--latency-ms", "0.0001").out())
                .startsWith("latency    0.0001");
        cli.run("models", "thresholds", "--latency-ms", "7.5");
        Cli.Answer set = cli.run("models", "thresholds", "--error-rate", "0.25", "--json");
        assertThat(set.out())
                .isEqualTo("{\"latencyThresholdMs\":7.5,\"errorRateThreshold\":0.25,\"regretThresholdPercent\":0.0}\n");
        assertThat(cli.run("models", "thresholds", "--set", "alerts.latency-threshold-ms=9")
                        .out())
                .contains("7.5 ms", "25.0 %");
        assertThat(cli.run("models", "thresholds", "--reset", "--set", "alerts.latency-threshold-ms=9")
                        .out())
                .contains("9.0 ms", "5.0 %");
    }

    @Test
    void thresholdsWithoutMeaningAreUsage() {
        for (String wrong :
                new String[] {"--latency-ms=0", "--latency-ms=-1", "--latency-ms=fast", "--error-rate=1.5"}) {
            assertThat(cli.run("models", "thresholds", wrong).status())
                    .as(wrong)
                    .isEqualTo(2);
        }
        Cli.Answer both = cli.run("models", "thresholds", "--reset", "--latency-ms", "5");
        assertThat(both.status()).isEqualTo(2);
        assertThat(both.err()).contains("--reset goes alone");
        assertThat(cli.run("models", "thresholds").out()).contains("5.0 ms", "5.0 %");
    }

    @Test
    void metricsHaveARowSinceTheStartAndOneOfTheWindow() {
        Cli.Answer text = cli.run("models", "metrics", MODEL);
        assertThat(text.out().lines().map(line -> line.strip().split("  +")[0]))
                .containsExactly("PREDICTIONS", "since start", "last 60 s");
        JsonNode json = cli.run("models", "metrics", MODEL, "--json").json();
        assertThat(json.path("model").asText()).isEqualTo(MODEL);
        assertThat(json.at("/since_start/success_rate").asDouble()).isEqualTo(1);
        assertThat(json.at("/window/predictions").asLong()).isZero();
        assertThat(json.path("window_seconds").asInt()).isEqualTo(60);
        Cli.Answer unknown = cli.run("models", "metrics", "nosuchmodel");
        assertThat(unknown.status()).isEqualTo(3);
        assertThat(unknown.err()).contains("nosuchmodel");
    }

    @Test
    void aHomeThatIsWellHasNoAlerts() {
        assertThat(cli.run("alerts")).isEqualTo(new Cli.Answer(0, "", ""));
        assertThat(cli.run("alerts", "--open", "--json").out()).isEqualTo("{\"alerts\":[]}\n");
        assertThat(cli.run("alerts", "--limit", "-1").status()).isEqualTo(2);
    }
}
