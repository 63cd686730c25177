package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;
import pakit.ml.serving.ModelServer;
import pakit.node.PutOrder;
import pakit.node.Results;
import pakit.tar.ToldTree;

@Timeout(60)
class PortTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path modelDir;

    private final WatchedNode node = new WatchedNode();
    private Port port;

    /// Tells when a put is over and how, and when a call has begun; waits and fails where a test says so.
    private static final class WatchedNode extends PlayedNode {
        final CompletableFuture<Void> putBegun = new CompletableFuture<>();
        final CompletableFuture<Throwable> putFailed = new CompletableFuture<>();
        final CompletableFuture<Long> endlessBytes = new CompletableFuture<>();
        final CompletableFuture<Void> gcBegun = new CompletableFuture<>();
        final CompletableFuture<Void> gcMayEnd = new CompletableFuture<>();

        @Override
        public Results.Put put(TreeSource source, PutOrder order) {
            putBegun.complete(null);
            try {
                return super.put(source, order);
            } catch (RuntimeException e) {
                putFailed.complete(e);
                throw e;
            }
        }

        @Override
        public Results.Gc gc() {
            gcBegun.complete(null);
            gcMayEnd.join();
            return super.gc();
        }

        /// `endless` never ends; how much of it was written shows when that fails.
        @Override
        public void cat(String path, OutputStream out) throws IOException {
            long written = 0;
            try {
                while (path.equals("endless")) {
                    out.write(new byte[1 << 16]);
                    written += 1 << 16;
                }
            } catch (IOException e) {
                endlessBytes.complete(written);
                throw e;
            }
            super.cat(path, out);
        }

        @Override
        public Results.Stats stats() {
            throw new IllegalStateException("secret /var/lib/pakit/path");
        }
    }

    @BeforeEach
    void open() {
        port = Port.open(node, modelDir);
    }

    @AfterEach
    void close() {
        node.gcMayEnd.complete(null);
        port.close();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404",
        "GET, /v1/nothing, 404",
        "GET, /v2/models, 404",
        "POST, /v1/stats, 405",
        "DELETE, /v2, 405",
        "GET, /v2/models/m/infer, 405",
        "GET, /v1/blocks/nonsense, 400",
        "GET, /v1/files/nowhere, 404",
        "GET, /v1/files/, 404",
        "GET, /v1/files, 404",
        "DELETE, /v1/roots, 405",
        "GET, /v1//files//, 404",
        "GET, /v1/files/nowhere?format=zip, 400",
        "GET, /v1/telemetry/events?limit=-1, 400",
        "GET, /v1/telemetry/events?limit=many, 400",
        "GET, /v1/broken-answers/none, 404",
        "DELETE, /v1/roots/nowhere, 404",
        "POST, /v1/models/m/rollback, 404",
        "POST, /v1/models/m/versions/1.0.0?meta=novalue, 400",
        "POST, /v1/files, 400",
    })
    void whatGoesWrongIsAProblemDocument(String method, String path, int status) throws Exception {
        assertProblem(port.send(port.request(path).method(method, BodyPublishers.noBody())), status);
    }

    @Test
    void unexpectedFailuresKeepTheirSecrets() throws Exception {
        JsonNode problem = assertProblem(port.get("/v1/stats"), 500);

        assertThat(problem.toString()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void bodiesOfAnotherTypeAreRefused() throws Exception {
        assertProblem(port.post("/v1/files", "application/zip", "PK"), 415);
        assertProblem(port.post("/v1/models/m/swap", "text/plain", "{}"), 415);
    }

    @Test
    void swapRequestsAreChecked() throws Exception {
        String swap = "/v1/models/m/swap";

        assertThat(detail(port.post(swap, "application/json", "{\"reason\":\"x\"}"), 400))
                .isEqualTo("the request has no 'version'");
        assertProblem(port.post(swap, "application/json", "nonsense"), 400);
        assertProblem(port.post(swap, "application/json", ""), 400);
        assertThat(detail(port.post(swap, "application/json", "{\"version\":\"2.0.0\"}"), 500))
                .startsWith("version 2.0.0 is refused");
    }

    @Test
    void whatIsNoTarIsRefused() throws Exception {
        assertThat(detail(port.post("/v1/files", "application/x-tar", "x".repeat(100_000)), 400))
                .contains("not a complete tar stream");
        assertThat(node.trees).isEmpty();
    }

    @Test
    void filesMayBePutAsCurlDoes() throws Exception {
        var tar = new java.io.ByteArrayOutputStream();
        var writer = new pakit.tar.TarTreeWriter(tar, "top");
        ToldTree.random(1, 5).tell(writer);
        writer.finish();

        var answer =
                port.send(port.request("/v1/files?name=by%20curl").PUT(BodyPublishers.ofByteArray(tar.toByteArray())));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"roots\":[{\"path\":\"by curl\",\"id\":\"by curl\",\"bytes\":6}],"
                        + "\"blocks\":{\"new\":3,\"known\":4},\"storedBytes\":5}");
    }

    @Test
    void blocksCarryTheirIdAsTag() throws Exception {
        String id = PlayedNode.BLOCK.id().toString();
        HttpResponse<String> block = port.get("/v1/blocks/" + id);
        HttpResponse<String> head = port.send(port.request("/v1/blocks/" + id).method("HEAD", BodyPublishers.noBody()));

        assertThat(block.body()).isEqualTo("hello world");
        assertThat(block.headers().firstValue("Content-Type")).contains("application/vnd.ipld.raw");
        assertThat(block.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
        assertThat(block.headers().firstValue("ETag")).contains('"' + id + '"');
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("Content-Length")).contains("11");
        assertThat(port.send(port.request("/v1/blocks/" + id).header("If-None-Match", '"' + id + '"'))
                        .statusCode())
                .isEqualTo(304);
    }

    @Test
    void metricsAreText() throws Exception {
        HttpResponse<String> metrics = port.get("/metrics");

        assertThat(metrics.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/plain; version=0.0.4");
        assertThat(metrics.body()).startsWith(node.metrics()).contains("pakit_http_access_log_dropped_total 0");
    }

    @Test
    void jsonSaysWhatTheSeedSays() throws Exception {
        assertThat(port.get("/v1/health").body())
                .isEqualTo(
                        "{\"status\":\"healthy\",\"models_loaded\":1,\"models_enabled\":1,\"ml_switch\":\"on\",\"uptime_seconds\":60,"
                                + "\"started_at\":\"1970-01-01T00:00:00Z\",\"alerts_open\":0,\"models\":{\"m\":"
                                + "{\"enabled\":true,\"version\":\"1.0.0\",\"breaker\":\"CLOSED\",\"predictions\":7,"
                                + "\"success_rate\":1.0,\"avg_latency_ms\":0.5,\"problem\":\"\"}}}");
        assertThat(port.get("/v1/telemetry/events?limit=3").body())
                .isEqualTo("{\"events\":[{\"kind\":\"Predicted\",\"at\":\"2026-03-01T12:00:00Z\",\"model\":\"m\","
                        + "\"version\":\"1.0.0\",\"rows\":1,\"success\":true,\"nanos\":3}]}");
        assertThat(port.get("/v1/models/m/history").body())
                .isEqualTo("{\"history\":[{\"at\":\"2026-03-01T12:00:00Z\",\"version\":\"1.0.0\","
                        + "\"kind\":\"activate\",\"actor\":\"cli\",\"reason\":\"\"}]}");
        assertThat(port.get("/v1/models/m").body())
                .isEqualTo("{\"name\":\"m\",\"challenger\":\"2.0.0\",\"versions\":[]}");
    }

    @Test
    void webPagesFromElsewhereAreKeptOut() throws Exception {
        assertProblem(
                port.send(port.request("/v1/gc")
                        .header("Origin", "https://evil.example")
                        .POST(BodyPublishers.noBody())),
                403);
        assertProblem(port.send(port.request("/v2").header("Origin", "null").GET()), 403);
        assertThat(port.send(port.request("/v2")
                                .header("Origin", port.address().toString())
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        assertThat(raw("GET /v2 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("'evil.example' is not this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET /v2 HTTP/1.1\r\nbad header\r\n\r\n"})
    void whatIsNoHttpIsAProblemToo(String request) throws Exception {
        assertThat(raw(request)).containsPattern("^HTTP/1.. 400").contains("application/problem+json");
    }

    @Test
    void requestLinesAndHeadersAreBounded() throws Exception {
        assertThat(raw("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .containsPattern("^HTTP/1.. 414");
        assertThat(raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(10_000) + "\r\n\r\n"))
                .containsPattern("^HTTP/1.. 431");
    }

    @Test
    void anUploadThatBreaksLeavesNoRoot() throws Exception {
        try (Socket socket = connect()) {
            OutputStream out = socket.getOutputStream();
            out.write(ascii("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"));
            out.write(new byte[0]);
            var tar = new java.io.ByteArrayOutputStream();
            ToldTree.random(1, 20).tell(new pakit.tar.TarTreeWriter(tar, "top"));
            out.write(tar.toByteArray(), 0, 5_000);
        }
        assertThat(node.putFailed.get(20, TimeUnit.SECONDS)).isInstanceOf(PakitException.Unavailable.class);
        assertThat(node.trees).isEmpty();
    }

    @Test
    void aSilentUploaderIsTimedOut() throws Exception {
        port.close();
        port = Port.open(node, models(), patience(Duration.ofMillis(200)));

        assertThat(raw("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\n"))
                .startsWith("HTTP/1.1 408")
                .contains("the body stopped arriving");
    }

    @Test
    void aSilentJsonBodyIsTimedOut() throws Exception {
        port.close();
        port = Port.open(node, models(), patience(Duration.ofMillis(200)));

        assertThat(raw("POST /v1/models/m/swap HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                        + "Content-Length: 1000\r\n\r\n{"))
                .startsWith("HTTP/1.1 408")
                .contains("the body did not arrive within 200 ms");
    }

    @Test
    void aClientThatDoesNotReadHoldsBackTheWriter() throws Exception {
        port.close();
        port = Port.open(node, models(), patience(Duration.ofMillis(500)));
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(ascii("GET /v1/files/endless?format=raw HTTP/1.1\r\nHost: localhost\r\n\r\n"));

            assertThat(node.endlessBytes.get(20, TimeUnit.SECONDS)).isBetween(1L << 16, 32L << 20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/files/%zz", "/v1/roots/a%2", "/v1/models/%zz", "/v1/files/%00?format=nothing"})
    void malformedPathsAreBadRequests(String path) throws Exception {
        assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
    }

    @Test
    void idleConnectionsAreClosedAndBusyOnesAreNot() throws Exception {
        port.close();
        port = Port.open(node, models(), patience(Duration.ofMillis(200)));
        var gc = CompletableFuture.supplyAsync(() -> port.remote().gc(), PortTest::inItsOwnThread);
        node.gcBegun.get(20, TimeUnit.SECONDS);

        assertThat(raw("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
        assertThat(raw("GET /v2/heal")).isEmpty();
        node.gcMayEnd.complete(null);
        assertThat(gc.get(20, TimeUnit.SECONDS)).isEqualTo(new PlayedNode().gc());
    }

    @Test
    void aStopLetsRunningRequestsEnd() throws Exception {
        var gc = CompletableFuture.supplyAsync(() -> port.remote().gc(), PortTest::inItsOwnThread);
        node.gcBegun.get(20, TimeUnit.SECONDS);
        var stopped = CompletableFuture.runAsync(port::stop, PortTest::inItsOwnThread);
        awaitNotReady();

        HttpResponse<String> refused = port.get("/v1/stats");
        assertProblem(refused, 503);
        assertThat(refused.body()).contains("the node is stopping and takes no new requests");
        assertThat(refused.headers().firstValue("Retry-After")).contains("1");
        assertThat(refused.headers().firstValue("Connection")).contains("close");
        assertThat(port.get("/v2/health/live").statusCode()).isEqualTo(200);
        assertThat(port.get("/v2/health/ready").statusCode()).isEqualTo(503);

        node.gcMayEnd.complete(null);
        assertThat(gc.get(20, TimeUnit.SECONDS)).isEqualTo(new PlayedNode().gc());
        stopped.get(20, TimeUnit.SECONDS);
    }

    /// The common pool has a single thread on two cores: one task that waits would keep the other from starting.
    private static void inItsOwnThread(Runnable task) {
        Thread.ofPlatform().start(task);
    }

    private void awaitNotReady() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (port.get("/v2/health/ready").statusCode() == 200) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }

    @Test
    void connectionsAreBounded() throws Exception {
        port.close();
        port = Port.open(
                node,
                models(),
                Port.settings(new HttpLimits(1 << 20, 2, 2, 2, Duration.ofSeconds(20), Duration.ofSeconds(5))));
        try (Socket first = connect()) {
            assertThat(answerOn(first)).startsWith("HTTP/1.1 200");
            try (Socket second = connect()) {
                assertThat(answerOn(second)).startsWith("HTTP/1.1 200");

                assertThat(raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\n\r\n")).isEmpty();
            }
            assertThat(awaitMetrics())
                    .contains("pakit_http_connections 2\n")
                    .containsPattern("pakit_http_connections_refused_total [1-9]");
            assertThat(answerOn(first)).startsWith("HTTP/1.1 200");
        }
    }

    private static String answerOn(Socket socket) throws IOException {
        socket.getOutputStream().write(ascii("GET /v2/health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        byte[] answer = new byte[1024];
        int length = socket.getInputStream().read(answer);
        return length < 0 ? "" : new String(answer, 0, length, StandardCharsets.ISO_8859_1);
    }

    /// A scrape on the one connection that is free again when the node has seen the second one close.
    private String awaitMetrics() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        String metrics = "";
        while (metrics.isEmpty()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            metrics = raw("GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        }
        return metrics;
    }

    @Test
    void aStopCutsOffWhatDoesNotEndInTime() throws Exception {
        port.close();
        HttpSettings hurried =
                Port.settings(new HttpLimits(1 << 20, 2, 2, 64, Duration.ofSeconds(20), Duration.ofMillis(200)));
        port = Port.open(node, models(), hurried);
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(ascii("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n"));
            node.putBegun.get(20, TimeUnit.SECONDS);

            port.stop();

            assertThat(socket.getInputStream().read()).isNegative();
        }
        assertThat(node.putFailed.get(20, TimeUnit.SECONDS)).isInstanceOf(PakitException.Unavailable.class);
    }

    @Test
    void onlyLoopbackAddressesAreOpened() {
        assertThatThrownBy(() -> HttpSettings.on("0.0.0.0", 0))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("'0.0.0.0' is refused")
                .hasMessageContaining("no credentials");
        assertThatThrownBy(() -> HttpSettings.on("127.0.0.1", 70_000)).isInstanceOf(PakitException.Invalid.class);
        assertThat(HttpSettings.on("::1", 0).host()).isEqualTo("::1");
        assertThat(HttpSettings.on("localhost", 0).eventLoops()).isPositive();
    }

    @Test
    void aTakenPortIsUnavailable() {
        HttpSettings taken = HttpSettings.on("127.0.0.1", port.address().getPort());

        assertThatThrownBy(() -> Port.open(node, models(), taken))
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessageContaining("the port cannot be opened");
    }

    private ModelServer models() {
        ModelServer models = new ModelServer(modelDir, artifact -> {
            throw new IllegalStateException("no models here");
        });
        models.start();
        return models;
    }

    private static HttpSettings patience(Duration silenceMax) {
        return Port.settings(Port.limits(silenceMax));
    }

    private Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port.address().getPort());
    }

    /// Sends bytes and reads until the node closes.
    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(ascii(request));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static String detail(HttpResponse<String> answer, int status) throws IOException {
        return assertProblem(answer, status).path("detail").asText();
    }

    private static JsonNode assertProblem(HttpResponse<String> answer, int status) throws IOException {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("type").asText()).isNotEmpty();
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty();
        return problem;
    }
}
