package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.ml.serving.ModelServer;
import pakit.node.SteadyModels;

/// What clients of either HTTP hear while the node stops and a request still runs.
@Timeout(120)
class DrainingTest {
    private static final int CLIENTS = 5;
    private static final String INFER = "/v2/models/steady/infer";
    private static final HttpLimits PATIENT =
            new HttpLimits(1 << 20, 2, 2, 64, Duration.ofMinutes(10), Duration.ofMinutes(10));

    @TempDir
    private Path modelDir;

    private final SteadyModels steady = new SteadyModels();
    private final Hold hold = new Hold();
    private ModelServer models;
    private Port port;

    @BeforeEach
    void open() {
        models = steady.start(modelDir, "1.0.0");
        port = Port.open(new PlayedNode(), models, Port.settings(PATIENT));
    }

    @AfterEach
    void close() {
        hold.close();
        port.close();
        models.close();
    }

    /// With HTTP/2 the client of the JDK upgrades its first connection from HTTP/1.1.
    @ParameterizedTest
    @EnumSource
    void newRequestsAreAnswered503(HttpClient.Version version) throws Exception {
        Running running = startAndStop();

        for (int i = 0; i < CLIENTS; i++) {
            try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
                assertRefused(client, version);
            }
        }
        assertEnds(running);
    }

    @Test
    void aConnectionThatWasUpgradedBeforeIsAnsweredAgainAndAgain() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(small(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
            Running running = startAndStop();

            for (int i = 0; i < CLIENTS; i++) {
                assertRefused(client, HttpClient.Version.HTTP_2);
            }
            assertEnds(running);
        }
    }

    private void assertRefused(HttpClient client, HttpClient.Version version) throws Exception {
        HttpResponse<String> refused = client.send(small(), BodyHandlers.ofString());
        assertThat(refused.version()).isEqualTo(version);
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
        assertThat(refused.body()).contains("\"error\":\"the node is stopping");
    }

    /// A request that runs, and the node's end, which waits for it.
    private record Running(CompletableFuture<HttpResponse<String>> answer, Thread end) {}

    private void assertEnds(Running running) throws Exception {
        hold.close();
        assertThat(running.answer().get().statusCode()).isEqualTo(200);
        running.end().join();
    }

    /// Begins a request that holds, and the end of the node.
    private Running startAndStop() throws Exception {
        steady.first(hold);
        CompletableFuture<HttpResponse<String>> running = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                running.complete(port.send(
                        port.request(INFER).timeout(Duration.ofMinutes(2)).POST(body(20_000))));
            } catch (Exception e) {
                running.completeExceptionally(e);
            }
        });
        hold.await(1);
        Thread end = Thread.ofVirtual().start(port::stop);
        while (port.get("/v2/health/ready").statusCode() == 200) {
            Thread.onSpinWait(); // until the test's time is over
        }
        return new Running(running, end);
    }

    private HttpRequest small() {
        URI uri = port.address().resolve(INFER);
        return HttpRequest.newBuilder(uri)
                .timeout(Duration.ofMinutes(1))
                .header("Content-Type", "application/json")
                .POST(body(1))
                .build();
    }

    private static HttpRequest.BodyPublisher body(int rows) {
        String data = "0,".repeat(rows * 3 - 1) + "0";
        return BodyPublishers.ofString("{\"inputs\":[{\"name\":\"features\",\"shape\":[" + rows
                + ",3],\"datatype\":\"FP32\",\"data\":[" + data + "]}]}");
    }
}
