package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A running `pakit serve`. Closing it sends SIGTERM and expects a clean end.
final class Node implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final URI address;
    private final Path out;
    private final Path err;
    private final HttpClient http = HttpClient.newHttpClient();

    private Node(Process process, URI address, Path out, Path err) {
        this.process = process;
        this.address = address;
        this.out = out;
        this.err = err;
    }

    static Node start(Pakit pakit, int port, String... options) throws IOException, InterruptedException {
        Path out = Files.createTempFile(pakit.directory(), "serve", ".out");
        Path err = Files.createTempFile(pakit.directory(), "serve", ".err");
        String[] words = Stream.concat(Stream.of("serve", "--port", String.valueOf(port)), Stream.of(options))
                .toArray(String[]::new);
        Process process = pakit.verb(words).start(out, err);
        Instant deadline = Instant.now().plus(READY_MAX);
        while (Instant.now().isBefore(deadline) && process.isAlive()) {
            Path file = pakit.home().resolve("node.json");
            if (Files.exists(file)) {
                JsonNode node = JSON.readTree(Files.readAllBytes(file));
                if (node.path("pid").asLong() == process.pid()) {
                    Node started =
                            new Node(process, URI.create(node.path("address").asText()), out, err);
                    assertThat(started.get("/v2/health/ready").statusCode()).isEqualTo(200);
                    return started;
                }
            }
            Thread.sleep(20);
        }
        Command.kill(process);
        throw new AssertionError("pakit serve was not ready in time:\n" + Files.readString(err));
    }

    URI address() {
        return address;
    }

    long pid() {
        return process.pid();
    }

    /// What it has logged up to now.
    String log() throws IOException {
        return Files.readString(err);
    }

    /// What it has answered on standard output.
    String printed() throws IOException {
        return Files.readString(out);
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path)));
    }

    HttpResponse<String> post(String path, String json) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address.resolve(path))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /// Asks it to stop (SIGTERM) and does not wait.
    void terminate() {
        process.destroy();
    }

    /// Returns when its process has ended.
    void awaitEnd() throws InterruptedException {
        assertThat(process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    }

    /// Dies like a machine that loses power.
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() throws InterruptedException, IOException {
        http.close();
        process.destroy();
        if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            Command.kill(process);
            throw new AssertionError("pakit serve did not stop in " + STOP_MAX + "\n" + log());
        }
    }
}
