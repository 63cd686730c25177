package pakit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.database.PakitDatabase;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.Arm;
import pakit.ml.experiment.ExperimentResults;
import pakit.ml.experiment.Significance;

/// The section on gradual rollout of the guide that Pakit grew from; see [SeedWordsTest].
class SeedWordsOfExperimentsTest {
    private static final String NAME = "ml_compression_rollout";

    @TempDir
    Path directory;

    @Test
    void functionsAndFields() {
        ABTestFramework abTest = new ABTestFramework(PakitDatabase.inMemory());
        abTest.createExperiment(NAME, 0.05);
        int treated = 0;
        for (int user = 0; user < 4_000; user++) {
            Arm variant = abTest.getVariant(NAME, "user" + user);
            treated += variant.useMl() ? 1 : 0;
            abTest.recordResult(NAME, "user" + user, user % 20 > 0, (variant.useMl() ? 4 : 2) + user % 3);
        }
        assertThat(treated).isBetween(100, 300);

        ExperimentResults results = abTest.getResults(NAME);
        assertThat(results.control().successRate()).isBetween(0.9, 1.0);
        assertThat(results.control().avgLatencyMs()).isBetween(2.9, 3.1);
        assertThat(results.treatment().successRate()).isBetween(0.0, 1.0);
        assertThat(results.treatment().avgLatencyMs()).isBetween(4.7, 5.3);
        Significance sig = abTest.computeStatisticalSignificance(NAME, "avg_latency_ms");
        assertThat(sig.liftPercentage()).isBetween(55.0, 80.0);
        assertThat(sig.isSignificant()).isTrue();
        assertThat(abTest.getRecommendation(NAME).verdict().toString()).isIn("rollout", "rollback", "continue");

        abTest.stop(NAME, "the next phase");
        abTest.createExperiment(NAME + "_v2", 0.25);
        abTest.increaseTraffic(NAME + "_v2", 0.50, "no harm");
        assertThat(abTest.getResults(NAME + "_v2").treatment().trafficShare()).isEqualTo(0.5);
    }

    @Test
    void verbs() {
        Cli cli = new Cli(directory);
        assertThat(cli.run("experiment", "create", NAME).out()).contains("running, split 5 %");
        for (String split : List.of("0.25", "0.5", "1")) {
            assertThat(cli.run("experiment", "split", NAME, split).status()).isZero();
        }
        assertThat(cli.run("experiment", "status", NAME).out()).contains("Recommendation: continue");
        JsonNode status = cli.run("experiment", "status", NAME, "--json").json();
        for (String arm : Set.of("control", "treatment")) {
            assertThat(status.path(arm).has("success_rate")).isTrue();
            assertThat(status.path(arm).has("avg_latency_ms")).isTrue();
        }
        assertThat(status.at("/traffic_split").asDouble()).isEqualTo(1);
        assertThat(status.at("/recommendation/verdict").asText()).isEqualTo("continue");
        JsonNode latency = cli.run("experiment", "status", NAME, "--metric", "avg_latency_ms", "--json")
                .json();
        assertThat(latency.has("is_significant")).isTrue();
    }
}
