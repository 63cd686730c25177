package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An experiment from its first user to its end, over a restart of the node.
final class ExperimentTest {
    private static final int USERS = 12;

    @TempDir
    Path scratch;

    @Test
    void usersKeepTheirArmAndTheirFiguresOverARestart() throws Exception {
        Pakit pakit = new Pakit(scratch);
        JsonNode before;
        try (Node node = pakit.serve()) {
            pakit.run("experiment", "create", "rollout", "--split", "0.5");
            for (int user = 0; user < USERS; user++) {
                pakit.write(
                        "u" + user + ".txt",
                        ("what user " + user + " has\n").repeat(99).getBytes(StandardCharsets.US_ASCII));
                pakit.run("put", "u" + user + ".txt", "--user", "user" + user);
            }
            before = Node.json(node.get("/v1/experiments/rollout"));
            assertThat(impressions(before)).isEqualTo(USERS);
            assertThat(node.get("/metrics").body())
                    .contains(
                            "pakit_experiment_state{experiment=\"rollout\",model=\"compression_predictor\",state=\"running\"} 1");
            assertThat(treatment(node))
                    .isEqualTo(before.at("/treatment/impressions").asLong());
        }
        try (Node node = pakit.serve()) {
            JsonNode after =
                    pakit.run("experiment", "status", "rollout", "--json").json();
            assertThat(after.at("/control/impressions")).isEqualTo(before.at("/control/impressions"));
            assertThat(after.at("/treatment/metrics/cost")).isEqualTo(before.at("/treatment/metrics/cost"));
            assertThat(treatment(node))
                    .isEqualTo(before.at("/treatment/impressions").asLong());
            pakit.verb("experiment", "delete", "rollout").run().exits(1);
            assertThat(pakit.run("experiment", "stop", "rollout").out())
                    .contains("rollout on compression_predictor: stopped");
            assertThat(pakit.run("models", "list", "--json")
                            .json()
                            .at("/models/0/enabled")
                            .asBoolean())
                    .isFalse();
            pakit.run("experiment", "delete", "rollout");
            pakit.verb("experiment", "status", "rollout").run().exits(3);
        }
    }

    /// How many users have the treatment.
    private static long treatment(Node node) throws Exception {
        long treated = 0;
        for (int user = 0; user < USERS; user++) {
            JsonNode variant = Node.json(node.get("/v1/experiments/rollout/variant?user=user" + user));
            treated += variant.path("use_ml").asBoolean() ? 1 : 0;
        }
        return treated;
    }

    private static long impressions(JsonNode status) {
        return status.at("/control/impressions").asLong()
                + status.at("/treatment/impressions").asLong();
    }
}
