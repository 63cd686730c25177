package pakit.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A real Prometheus on a free loopback port with our configuration, quickened: it scrapes and judges several times a
/// second, and alerts fire after one second.
final class Prometheus implements AutoCloseable {
    private static final Duration WAIT_MAX = Duration.ofSeconds(60);
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final URI address;
    private final Path log;
    private final HttpClient http = HttpClient.newHttpClient();

    private Prometheus(Process process, URI address, Path log) {
        this.process = process;
        this.address = address;
        this.log = log;
    }

    /// @param program where the program lies
    static Prometheus scraping(Path program, URI node, Path directory) throws IOException, InterruptedException {
        Path configuration = directory.resolve("prometheus.yml");
        Files.writeString(
                configuration,
                Files.readString(DeployFiles.PROMETHEUS.resolve("prometheus.yml"))
                        .replaceAll("(?m)^(  (?:scrape|evaluation)_interval:).*", "$1 250ms")
                        .replace("127.0.0.1:8080", node.getAuthority()));
        Files.writeString(directory.resolve("rules.yml"), DeployFiles.rules().replaceAll("(?m)^( +for:).*", "$1 1s"));
        int port = Pakit.freePort();
        Path log = directory.resolve("prometheus.log");
        Process process = new Command(
                        directory,
                        WAIT_MAX,
                        program.toString(),
                        "--config.file=" + configuration,
                        "--storage.tsdb.path=" + directory.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + port,
                        "--log.level=warn")
                .start(directory.resolve("prometheus.out"), log);
        Prometheus started = new Prometheus(process, URI.create("http://127.0.0.1:" + port), log);
        try {
            started.await("it is ready", started::ready);
            return started;
        } catch (AssertionError e) {
            started.close();
            throw e;
        }
    }

    /// What is asked again and again until it is true.
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    /// Asks until it is true; a test that waits for a minute in vain fails.
    void await(String what, Condition condition) throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(WAIT_MAX);
        while (!condition.holds()) {
            if (Instant.now().isAfter(deadline) || !process.isAlive()) {
                throw new AssertionError("in vain waited until " + what + "\n" + Files.readString(log));
            }
            Thread.sleep(50);
        }
    }

    private boolean ready() throws InterruptedException {
        try {
            return get("/-/ready").statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /// State (`pending`, `firing`) by name of the alerts that are not inactive.
    Map<String, String> alerts() throws IOException, InterruptedException {
        Map<String, String> states = new TreeMap<>();
        for (JsonNode alert : JSON.readTree(get("/api/v1/alerts").body()).at("/data/alerts")) {
            states.put(
                    alert.at("/labels/alertname").asText(), alert.path("state").asText());
        }
        return states;
    }

    /// Series that the expression gives now.
    JsonNode query(String expression) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                get("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
        assertThat(answer.statusCode()).as(expression + "\n" + answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body()).at("/data/result");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return http.send(request, BodyHandlers.ofString());
    }

    @Override
    public void close() throws InterruptedException {
        http.close();
        process.destroy();
        if (!process.waitFor(WAIT_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
            Command.kill(process);
        }
    }
}
