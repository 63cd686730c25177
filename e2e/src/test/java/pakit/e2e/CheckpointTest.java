package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is read from keeps what it has learnt as versions of its model, and begins with them after a restart.
final class CheckpointTest {
    private static final String MODEL = "prefetch_engine";
    private static final int FILES = 600;
    private static final int READINGS_MAX = 30;

    @TempDir
    Path scratch;

    @Test
    void whatANodeLearntIsItsLiveVersionAfterARestart() throws Exception {
        Pakit pakit = new Pakit(scratch);
        for (int i = 0; i < FILES; i++) {
            pakit.write("tree/" + i, ("file " + i).getBytes());
        }
        pakit.run("put", "tree", "--name", "tree");
        String kept;
        try (Node node = pakit.serve(0, "--set", "ml.checkpoint-every=100ms")) {
            for (int i = 0; i < READINGS_MAX && version(live(pakit)).equals("1.0.0"); i++) {
                pakit.run("get", "tree", "-o", "out" + i);
            }
            kept = version(live(pakit));
            assertThat(kept).as(node.log()).startsWith("1.0.").isNotEqualTo("1.0.0");
            assertThat(live(pakit).path("parent").asText()).startsWith("1.0.");
            JsonNode history =
                    pakit.run("models", "history", MODEL, "--json").json().path("history");
            assertThat(history.path(history.size() - 1).path("actor").asText()).isEqualTo("checkpoint");
        }
        try (Node node = pakit.serve()) {
            assertThat(version(live(pakit))).as(node.log()).isGreaterThanOrEqualTo(kept);
            pakit.run("models", "rollback", MODEL);
            pakit.run("get", "tree", "-o", "again");
        }
    }

    private static JsonNode live(Pakit pakit) throws Exception {
        return pakit.run("models", "show", MODEL, "--json").json().path("live");
    }

    private static String version(JsonNode live) {
        return live.path("version").asText();
    }
}
