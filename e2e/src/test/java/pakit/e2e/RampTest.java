package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ramp between two versions on a running node, from its first user to the verdict that it comes to by itself. Users
/// ask for inferences, and report what they saw of it: a latency that no busy machine blurs.
final class RampTest {
    private static final String MODEL = "compression_predictor";
    private static final String OLD = "1.0.0";
    private static final String NEW = "1.0.1";
    private static final String STATUS = "/v1/experiments/upgrade";
    private static final Duration END_MAX = Duration.ofMinutes(3);
    private static final String[] OFTEN = {"--set", "experiments.evaluate-every=100ms"};

    @TempDir
    Path scratch;

    private final Random random = new Random(11);
    private double failuresOfNew;
    private int users;
    private Pakit pakit;
    private String row = "";

    @BeforeEach
    void aHome() {
        pakit = new Pakit(scratch);
    }

    @Test
    void aVersionThatIsNoWorseIsPromotedThoughTheNodeIsKilledInTheMiddle() throws Exception {
        JsonNode before;
        String user = "somebody who stays";
        try (Node node = serve()) {
            registerNew(node);
            pakit.run("models", "alias", MODEL, "challenger", NEW);
            create();
            before = serveUsersUntil(node, status -> status.at("/ramp/step").asInt() > 0);
            assertThat(before.path("status").asText()).isEqualTo("running");
            node.kill();
        }
        try (Node node = serve()) {
            JsonNode after = status(node);
            assertThat(after.path("status").asText()).isEqualTo("running");
            assertThat(after.at("/ramp/step").asInt())
                    .isGreaterThanOrEqualTo(before.at("/ramp/step").asInt());
            assertThat(after.at("/control/events").asLong()).isPositive();
            String version = answeredBy(node, user);
            assertThat(version)
                    .isEqualTo(Node.json(node.get(STATUS + "/variant?user=" + user.replace(" ", "%20")))
                            .path("version")
                            .asText());

            JsonNode ended = serveUsersUntil(
                    node, status -> !status.path("status").asText().equals("running"));
            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("promoted");
            assertThat(ended.path("history").findValuesAsText("what"))
                    .startsWith("created", "advanced", "advanced")
                    .endsWith("promoted");
            assertThat(ended.path("history")
                            .path(ended.path("history").size() - 1)
                            .path("reasons")
                            .toString())
                    .contains("success of treatment", "latency_ms of treatment", "margin");
            for (int i = 0; i < 20; i++) {
                assertThat(answeredBy(node, "after" + i)).isEqualTo(NEW);
            }
        }
        assertThat(live()).isEqualTo(NEW);
    }

    @Test
    void aVersionThatHarmsIsRolledBackToTheOneBeforeIt() throws Exception {
        failuresOfNew = 0.5;
        try (Node node = serve()) {
            registerNew(node);
            pakit.run("models", "swap", MODEL, NEW, "--reason", "new");
            pakit.run("models", "alias", MODEL, "challenger", OLD);
            create();
            JsonNode ended = serveUsersUntil(
                    node, status -> !status.path("status").asText().equals("running"));
            assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("rolled-back");
            assertThat(ended.at("/treatment/traffic_share").asDouble()).isZero();
            assertThat(ended.path("history")
                            .path(ended.path("history").size() - 1)
                            .path("reasons")
                            .toString())
                    .contains("worse: success of treatment");
            for (int i = 0; i < 20; i++) {
                assertThat(answeredBy(node, "after" + i)).isEqualTo(OLD);
            }
        }
        assertThat(live()).isEqualTo(OLD);
        assertThat(pakit.run("models", "history", MODEL, "--json").out()).contains("experiment upgrade rolled back");
    }

    /// What comes with Pakit, under another number.
    private void registerNew(Node node) throws IOException, InterruptedException {
        Path second = HotSwapTest.secondVersion(pakit);
        pakit.run("models", "register", MODEL, NEW, second.toString());
        row = HotSwapTest.request(node).substring(1);
    }

    private Node serve() throws IOException, InterruptedException {
        return pakit.serve(0, OFTEN);
    }

    private void create() throws IOException, InterruptedException {
        String command = "experiment create upgrade --control " + OLD + " --treatment " + NEW
                + " --ramp 5,25,50,100 --step-min 0s --events-min 60 --primary success --promote not-worse"
                + " --margin success=0.2 --margin latency_ms=0.2";
        pakit.run(command.split(" "));
    }

    private JsonNode serveUsersUntil(Node node, Predicate<JsonNode> reached) throws IOException, InterruptedException {
        long begun = System.nanoTime();
        JsonNode status = status(node);
        while (!reached.test(status)) {
            assertThat(System.nanoTime() - begun).as(status.toString()).isLessThan(END_MAX.toNanos());
            for (int i = 0; i < 50; i++) {
                serveUser(node, "user" + users++);
            }
            status = status(node);
        }
        return status;
    }

    private void serveUser(Node node, String user) throws IOException, InterruptedException {
        boolean fails = answeredBy(node, user).equals(NEW) && random.nextDouble() < failuresOfNew;
        String report =
                "{\"user\":\"%s\",\"success\":%s,\"latencyMs\":%d}".formatted(user, !fails, 950 + random.nextInt(100));
        int answer = node.post(STATUS + "/results", report).statusCode();
        assertThat(answer).isIn(204, 409); // 409: it has ended meanwhile
    }

    /// Asks for an inference on behalf of `user`.
    private String answeredBy(Node node, String user) throws IOException, InterruptedException {
        JsonNode answer = Node.json(node.post("/v2/models/" + MODEL + "/infer", "{\"id\":\"" + user + "\"," + row));
        return answer.path("model_version").asText();
    }

    private static JsonNode status(Node node) throws IOException, InterruptedException {
        return Node.json(node.get(STATUS));
    }

    private String live() throws IOException, InterruptedException {
        return pakit.run("models", "list", "--json").json().at("/models/0/live").asText();
    }
}
