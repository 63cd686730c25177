package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole way from a shift of the workload to a version that fits it, with no hand on it: users of a running node
/// turn from text to media that are compressed already, of which its model knows nothing. Every decision is the node's
/// own; settings only make its windows short.
final class RetrainingTest {
    private static final String MODEL = "compression_predictor";
    private static final String NARROW = "1.1.0";
    private static final double REGRET_MAX = 2;
    private static final Duration LIMIT = Duration.ofMinutes(4);
    private static final String SETTINGS = """
            profile = swift
            delta.enabled = false
            oracle { share = 1, cpu-share = 1, window = 300 }
            drift.rows-min = 200
            alerts { regret-threshold = %s, drift = true, every = 100ms, resolve-after = 1s }
            experiments.evaluate-every = 200ms
            retraining {
              on-drift = true, back-off = 2s, blocks-min = 250, nice = 0
              shadow-share = 1, shadow-questions = 100
              ramp = [50], step-min = 0s, events-min = 100, margin = 0.9
            }
            """.formatted(REGRET_MAX);

    @TempDir
    Path scratch;

    private final Random random = new Random(7);
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final long begun = System.nanoTime();

    /// What users store.
    private interface Workload {
        byte[] file() throws IOException;
    }

    /// What is waited for.
    private interface Reached {
        boolean now() throws IOException, InterruptedException;
    }

    @Test
    void aShiftFromTextToMediaEndsInAVersionThatFitsThem() throws Exception {
        Pakit pakit = new Pakit(scratch);
        pakit.write(".pakit/pakit.conf", SETTINGS.getBytes(StandardCharsets.UTF_8));
        trainOnText(pakit);
        try (Node node = pakit.serve()) {
            pakit.run("models", "register", MODEL, NARROW, "narrow");
            pakit.run("models", "swap", MODEL, NARROW, "--force", "--reason", "knows text alone, to be found out");

            storeUntil(node, this::text, () -> rows(node) >= 200);
            assertThat(moved(node)).as("text is what it knows").isEmpty();
            assertThat(jobs(node)).isEmpty();

            storeUntil(
                    node,
                    this::media,
                    () -> !jobs(node).isEmpty() && !moved(node).isEmpty());
            JsonNode job = jobs(node).path(0);
            assertThat(job.path("automatic").asBoolean()).isTrue();
            assertThat(job.path("reason").asText()).containsAnyOf("have moved", "the regret rose");

            storeUntil(node, this::media, () -> promoted(node).isPresent());
            JsonNode over = promoted(node).orElseThrow();
            assertThat(over.path("history").toString())
                    .contains("trains on", "passed the gate", "newest", "agreed in", "promoted: ");
            assertThat(alert(node, "regret").path("timestamp").asText()).isNotEmpty();

            storeUntil(node, this::media, () -> regret(node) < REGRET_MAX && isResolved(alert(node, "regret")));
            assertThat(live(pakit)).isEqualTo(over.path("version").asText()).isNotEqualTo(NARROW);
        }
        pakit.verifies();
    }

    private void trainOnText(Pakit pakit) throws IOException, InterruptedException {
        for (int directory = 0; directory < 10; directory++) {
            pakit.write("text/" + directory + "/words.txt", text());
        }
        pakit.run("train", MODEL, "--data", "text", "-o", "narrow");
    }

    private byte[] text() {
        StringBuilder text = new StringBuilder();
        while (text.length() < 200_000) {
            text.append("word").append(random.nextInt(3_000)).append(random.nextInt(12) == 0 ? ".\n" : " ");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] media() throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(packed)) {
            for (int i = 0; i < 2; i++) {
                deflated.write(text());
            }
        }
        return packed.toByteArray();
    }

    private void storeUntil(Node node, Workload users, Reached reached) throws IOException, InterruptedException {
        while (!reached.now()) {
            assertThat(System.nanoTime() - begun)
                    .as(() -> "jobs " + jobsIfAny(node))
                    .isLessThan(LIMIT.toNanos());
            for (int i = 0; i < 4; i++) {
                store(node, users.file());
            }
        }
    }

    private void store(Node node, byte[] file) throws IOException, InterruptedException {
        HttpRequest put = HttpRequest.newBuilder(node.address().resolve("/v1/files?name=file&format=raw"))
                .POST(BodyPublishers.ofByteArray(file))
                .build();
        HttpResponse<String> answer = http.send(put, BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body() + node.log()).isEqualTo(200);
    }

    private static JsonNode jobs(Node node) throws IOException, InterruptedException {
        return Node.json(node.get("/v1/jobs")).path("jobs");
    }

    private static String jobsIfAny(Node node) {
        try {
            return jobs(node).toPrettyString() + node.log();
        } catch (IOException | InterruptedException e) {
            return e.toString();
        }
    }

    /// A job may come to nothing, while all has not been seen yet; then the node tries again.
    private static Optional<JsonNode> promoted(Node node) throws IOException, InterruptedException {
        for (JsonNode job : jobs(node)) {
            if (job.path("state").asText().equals("promoted")) {
                return Optional.of(job);
            }
        }
        return Optional.empty();
    }

    private static JsonNode drift(Node node) throws IOException, InterruptedException {
        return Node.json(node.get("/v1/telemetry/drift?model=" + MODEL))
                .path("models")
                .path(0);
    }

    private static long rows(Node node) throws IOException, InterruptedException {
        return drift(node).path("rows").asLong();
    }

    private static List<String> moved(Node node) throws IOException, InterruptedException {
        List<String> moved = new ArrayList<>();
        for (JsonNode column : drift(node).path("columns")) {
            if (column.path("moved").asBoolean()) {
                moved.add(column.path("name").asText());
            }
        }
        return moved;
    }

    private static double regret(Node node) throws IOException, InterruptedException {
        return node.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("pakit_oracle_regret_percent{bound=\"estimate\"}"))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode alert(Node node, String kind) throws IOException, InterruptedException {
        for (JsonNode alert : Node.json(node.get("/v1/alerts?limit=100")).path("alerts")) {
            if (alert.toString().contains("\"" + kind + "\"")) {
                return alert;
            }
        }
        return Node.json(node.get("/v1/alerts?limit=0"));
    }

    private static boolean isResolved(JsonNode alert) {
        return !alert.path("resolvedAt").isMissingNode()
                && !alert.path("resolvedAt").isNull();
    }

    private static String live(Pakit pakit) throws IOException, InterruptedException {
        return pakit.run("models", "show", MODEL, "--json")
                .json()
                .at("/live/version")
                .asText();
    }
}
