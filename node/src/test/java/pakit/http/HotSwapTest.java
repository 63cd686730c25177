package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.ml.models.ModelVersion;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

@Timeout(120)
class HotSwapTest {
    private static final int CLIENTS = 8;
    private static final int SWAPS = 50;
    private static final int ANSWERS_A_SWAP = 20;

    @TempDir
    private Path modelDir;

    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger swaps = new AtomicInteger();
    private final Semaphore answered = new Semaphore(0);
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();

    @Test
    void noRequestFailsOrMixesVersionsDuringSwaps() throws Exception {
        SteadyModels steady = new SteadyModels();
        ModelServer models = steady.start(modelDir, "1.0.0", "2.0.0");
        try (Port port = Port.open(new PlayedNode(), models, Port.settings())) {
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.runAsync(
                        () -> predictUntilSwapped(port),
                        task -> Thread.ofVirtual().start(task)));
            }
            for (int i = 1; i <= SWAPS; i++) {
                assertThat(answered.tryAcquire(ANSWERS_A_SWAP, 30, TimeUnit.SECONDS))
                        .isTrue();
                models.swap(SteadyModels.NAME, ModelVersion.parse(i % 2 == 0 ? "1.0.0" : "2.0.0"), "swap " + i);
                swaps.set(i);
            }
            for (CompletableFuture<Void> client : clients) {
                client.get(60, TimeUnit.SECONDS); // a client's failure is the test's
            }
        }
        assertThat(answers).containsOnlyKeys("1.0.0", "2.0.0");
        assertThat(steady.loaded).hasSize(SWAPS + 1 + 2); // both versions were also evaluated, once
        assertThat(steady.loaded.stream().filter(model -> model.closes.get() == 0))
                .hasSize(1);
        models.close();
        assertThat(steady.loaded).allSatisfy(model -> {
            assertThat(model.closes).hasValue(1);
            assertThat(model.callsWhenClosed).hasValue(0);
        });
    }

    /// Keeps asking until all swaps are done, so that each swap happens under load.
    private void predictUntilSwapped(Port port) {
        try (HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            for (int i = 0; swaps.get() < SWAPS; i++) {
                predict(client, port, i);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void predict(HttpClient client, Port port, int number) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(port.address().resolve("/v2/models/steady/infer"))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"id\":\"" + number
                        + "\",\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":["
                        + number + ",1,1]}]}"))
                .build();
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        JsonNode answer = json.readTree(response.body());
        String version = answer.path("model_version").asText();
        assertThat(answer.path("id").asText()).isEqualTo(String.valueOf(number));
        assertThat(answer.at("/outputs/0/data/0").asDouble()).isEqualTo(version.charAt(0) - '0');
        assertThat(answer.at("/outputs/0/data/1").asDouble()).isEqualTo(number + 2);
        answers.computeIfAbsent(version, v -> new AtomicInteger()).incrementAndGet();
        answered.release();
    }
}
