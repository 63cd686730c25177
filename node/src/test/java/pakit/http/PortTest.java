package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import pakit.error.PakitException;
import pakit.tar.ToldTree;

/// What a request is answered, and how the port says that it is not one.
@Timeout(60)
class PortTest {
    @TempDir
    private Path modelDir;

    private final WatchedNode node = new WatchedNode();
    private Port port;

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
        Problems.require(port.send(port.request(path).method(method, BodyPublishers.noBody())), status);
    }

    @Test
    void unexpectedFailuresKeepTheirSecrets() throws Exception {
        JsonNode problem = Problems.require(port.get("/v1/stats"), 500);

        assertThat(problem.toString()).doesNotContain("secret").doesNotContain("Exception");
    }

    @Test
    void bodiesOfAnotherTypeAreRefused() throws Exception {
        Problems.require(port.post("/v1/files", "application/zip", "PK"), 415);
        Problems.require(port.post("/v1/models/m/swap", "text/plain", "{}"), 415);
    }

    @Test
    void swapRequestsAreChecked() throws Exception {
        String swap = "/v1/models/m/swap";

        assertThat(Problems.detail(port.post(swap, "application/json", "{\"reason\":\"x\"}"), 400))
                .isEqualTo("the request has no 'version'");
        Problems.require(port.post(swap, "application/json", "nonsense"), 400);
        Problems.require(port.post(swap, "application/json", ""), 400);
        assertThat(Problems.detail(port.post(swap, "application/json", "{\"version\":\"2.0.0\"}"), 500))
                .startsWith("version 2.0.0 is refused");
    }

    @Test
    void whatIsNoTarIsRefused() throws Exception {
        assertThat(Problems.detail(port.post("/v1/files", "application/x-tar", "x".repeat(100_000)), 400))
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
                .isEqualTo(
                        "{\"events\":[{\"kind\":\"Predicted\",\"at\":\"2026-03-01T12:00:00Z\",\"model\":\"m\","
                                + "\"version\":\"1.0.0\",\"rows\":1,\"success\":true,\"nanos\":3,\"features\":[],\"outputs\":[]}]}");
        assertThat(port.get("/v1/models/m/history").body())
                .isEqualTo("{\"history\":[{\"at\":\"2026-03-01T12:00:00Z\",\"version\":\"1.0.0\","
                        + "\"kind\":\"activate\",\"actor\":\"cli\",\"reason\":\"\"}]}");
        assertThat(port.get("/v1/models/m").body())
                .isEqualTo("{\"name\":\"m\",\"challenger\":\"2.0.0\",\"versions\":[]}");
    }

    @Test
    void webPagesFromElsewhereAreKeptOut() throws Exception {
        Problems.require(
                port.send(port.request("/v1/gc")
                        .header("Origin", "https://evil.example")
                        .POST(BodyPublishers.noBody())),
                403);
        Problems.require(port.send(port.request("/v2").header("Origin", "null").GET()), 403);
        assertThat(port.send(port.request("/v2")
                                .header("Origin", port.address().toString())
                                .GET())
                        .statusCode())
                .isEqualTo(200);
        assertThat(port.raw("GET /v2 HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 403")
                .contains("'evil.example' is not this machine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense\r\n\r\n", "GET /v2 HTTP/1.1\r\nbad header\r\n\r\n"})
    void whatIsNoHttpIsAProblemToo(String request) throws Exception {
        assertThat(port.raw(request)).containsPattern("^HTTP/1.. 400").contains("application/problem+json");
    }

    @Test
    void requestLinesAndHeadersAreBounded() throws Exception {
        assertThat(port.raw("GET /" + "x".repeat(10_000) + " HTTP/1.1\r\nHost: localhost\r\n\r\n"))
                .containsPattern("^HTTP/1.. 414");
        assertThat(port.raw("GET /v2 HTTP/1.1\r\nHost: localhost\r\nX: " + "x".repeat(10_000) + "\r\n\r\n"))
                .containsPattern("^HTTP/1.. 431");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1/files/%zz", "/v1/roots/a%2", "/v1/models/%zz", "/v1/files/%00?format=nothing"})
    void malformedPathsAreBadRequests(String path) throws Exception {
        assertThat(port.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json");
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

        assertThatThrownBy(() -> Port.open(node, modelDir, taken))
                .isInstanceOf(PakitException.Unavailable.class)
                .hasMessageContaining("the port cannot be opened");
    }
}
