package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Eight clients predict over HTTP while the live version changes fifty times.
final class HotSwapTest {
    private static final String MODEL = "compression_predictor";
    private static final int CLIENTS = 8;
    private static final int SWAPS = 50;

    @TempDir
    Path scratch;

    private final Map<String, LongAdder> answersByVersion = new ConcurrentHashMap<>();

    @Test
    void noRequestFailsAndEveryAnswerNamesItsVersion() throws Exception {
        Pakit pakit = new Pakit(scratch);
        try (Node node = pakit.serve()) {
            pakit.run("models", "register", MODEL, "1.0.1", secondVersion(pakit).toString());
            List<String> failures = predictWhileSwapping(node);
            assertThat(failures).isEmpty();
            assertThat(answersByVersion.keySet()).containsExactlyInAnyOrder("1.0.0", "1.0.1");
            assertThat(pakit.run("models", "history", MODEL, "--json").json().path("history"))
                    .hasSizeGreaterThan(SWAPS);
        }
    }

    private List<String> predictWhileSwapping(Node node) throws Exception {
        String request = request(node);
        AtomicBoolean over = new AtomicBoolean();
        List<String> failures = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(CLIENTS)) {
            List<Future<List<String>>> clientsFailures = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clientsFailures.add(clients.submit(() -> predict(node.address(), request, over)));
            }
            try {
                for (int i = 0; i < SWAPS; i++) {
                    awaitOneMoreAnswer();
                    swap(node, i % 2 == 0 ? "1.0.1" : "1.0.0");
                }
            } finally {
                over.set(true);
            }
            for (Future<List<String>> client : clientsFailures) {
                failures.addAll(client.get());
            }
        }
        return failures;
    }

    private static void swap(Node node, String version) throws IOException, InterruptedException {
        HttpResponse<String> swapped =
                node.post("/v1/models/" + MODEL + "/swap", "{\"version\":\"" + version + "\",\"reason\":\"test\"}");
        assertThat(swapped.statusCode()).as(swapped.body()).isEqualTo(200);
    }

    /// So that each version serves before the next one comes.
    private void awaitOneMoreAnswer() {
        long before = answers();
        while (answers() == before) {
            Thread.onSpinWait();
        }
    }

    private long answers() {
        return answersByVersion.values().stream().mapToLong(LongAdder::sum).sum();
    }

    private List<String> predict(URI address, String request, AtomicBoolean over)
            throws IOException, InterruptedException {
        List<String> failures = new ArrayList<>();
        JsonMapper json = new JsonMapper();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest infer = HttpRequest.newBuilder(address.resolve("/v2/models/" + MODEL + "/infer"))
                    .header("Content-Type", "application/json")
                    .POST(BodyPublishers.ofString(request))
                    .build();
            while (!over.get()) {
                HttpResponse<String> response = http.send(infer, BodyHandlers.ofString());
                String version = response.statusCode() == 200
                        ? json.readTree(response.body()).path("model_version").asText()
                        : "";
                if (version.isEmpty()) {
                    failures.add(response.statusCode() + " " + response.body());
                }
                answersByVersion
                        .computeIfAbsent(version, any -> new LongAdder())
                        .increment();
            }
        }
        return failures;
    }

    /// One row of as many features as the model says.
    static String request(Node node) throws IOException, InterruptedException {
        JsonNode input =
                Node.json(node.get("/v2/models/" + MODEL)).path("inputs").path(0);
        int features = input.path("shape").path(1).asInt();
        String row = String.join(",", java.util.Collections.nCopies(features, "0.5"));
        return "{\"inputs\":[{\"name\":\"features\",\"shape\":[1,%d],\"datatype\":\"FP32\",\"data\":[%s]}]}"
                .formatted(features, row);
    }

    /// The version that came with Pakit, under another number.
    static Path secondVersion(Pakit pakit) throws IOException {
        Path first = pakit.home().resolve("models").resolve(MODEL).resolve("1.0.0");
        Path second = Files.createDirectory(pakit.directory().resolve("second"));
        try (var files = Files.list(first)) {
            for (Path file : files.toList()) {
                Files.copy(file, second.resolve(file.getFileName()));
            }
        }
        JsonMapper json = new JsonMapper();
        Path manifest = second.resolve("model.json");
        ObjectNode changed = (ObjectNode) json.readTree(Files.readAllBytes(manifest));
        changed.remove("crc32c"); // as whoever changes a manifest by hand
        Files.write(manifest, json.writeValueAsBytes(changed.put("version", "1.0.1")));
        return second;
    }
}
