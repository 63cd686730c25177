package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A node that is read from keeps what it has learnt as versions of its model, and begins with them after a restart.
final class CheckpointTest {
    private static final String MODEL = "prefetch_engine";
    private static final int FILES = 300;
    private static final int READINGS_MAX = 2_000;

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
            for (int i = 0; i < READINGS_MAX && version(node).equals("1.0.0"); i++) {
                assertThat(node.get("/v1/files/tree").statusCode()).isEqualTo(200);
            }
            kept = version(node);
            assertThat(kept).as(node.log()).startsWith("1.0.").isNotEqualTo("1.0.0");
            assertThat(live(node).path("parent").asText()).startsWith("1.0.");
            JsonNode history =
                    Node.json(node.get("/v1/models/" + MODEL + "/history")).path("history");
            assertThat(history.path(history.size() - 1).path("actor").asText()).isEqualTo("checkpoint");
        }
        try (Node node = pakit.serve()) {
            assertThat(version(node)).as(node.log()).startsWith("1.0.").isNotEqualTo("1.0.0");
            assertThat(node.post("/v1/models/" + MODEL + "/rollback", "{}").statusCode())
                    .isEqualTo(200);
            assertThat(node.get("/v1/files/tree").statusCode()).isEqualTo(200);
        }
    }

    private static JsonNode live(Node node) throws Exception {
        return Node.json(node.get("/v1/models/" + MODEL)).path("live");
    }

    private static String version(Node node) throws Exception {
        return live(node).path("version").asText();
    }
}
