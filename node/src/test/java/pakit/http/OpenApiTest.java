package pakit.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.ext.web.Route;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import pakit.node.OpenNode;
import pakit.tar.TarTreeWriter;
import pakit.tar.ToldTree;

/// `docs/openapi.yaml` and a node say the same: every route is in it and no other, and answers are as it promises.
@Timeout(60)
class OpenApiTest {
    private static final String ASKED =
            "{\"id\":\"1\",\"inputs\":[{\"name\":\"features\",\"shape\":[1,3],\"datatype\":\"FP32\",\"data\":[1,2,3]}]}";

    @TempDir
    private Path home;

    private OpenNode node;
    private Port port;
    private OpenApiDocument document;
    private final Set<String> kept = new TreeSet<>();

    @BeforeEach
    void open() throws Exception {
        node = new OpenNode(home);
        port = Port.open(node.node(), node.models(), Port.settings());
        document = OpenApiDocument.read();
    }

    @AfterEach
    void close() {
        port.close();
        node.close();
    }

    @Test
    void everyRouteIsDescribedAndNoOther() {
        Set<String> routes = new TreeSet<>();
        try (HttpNode http = HttpNode.start(node.node(), node.models(), Port.settings())) {
            for (Route route : http.routes().getRoutes()) {
                if (route.methods() != null) {
                    String path = route.getName().replaceAll(":\\w+", "{}").replaceFirst("/$", "/{}");
                    route.methods().forEach(method -> routes.add(method + " " + path));
                }
            }
        }
        assertThat(document.operations()).isEqualTo(routes);
    }

    @Test
    void answersAreAsPromised() throws Exception {
        inference();
        models();
        experiments();
        trees();
        theNode();

        Set<String> described = new TreeSet<>(document.operations());
        described.removeAll(kept);
        // No answer broke off, no gate judges played models and they give no hints, and a tar stream is what the tests
        // of files look at; this port has no user of its own.
        assertThat(described)
                .containsExactlyInAnyOrder(
                        "GET /v1/broken-answers/{}",
                        "GET /v1/models/{}/versions/{}/estimate",
                        "GET /v1/models/{}/shadow",
                        "POST /v1/models/{}/shadow",
                        "POST /v1/models/{}/force-breaker",
                        "HEAD /v1/blocks/{}",
                        "POST /v1/own/put",
                        "POST /v1/own/get",
                        "POST /v1/models/{}/swap",
                        "POST /v1/models/{}/versions/{}",
                        "POST /v1/models/{}/versions/{}/validate");
    }

    @Test
    void aBrokenPromiseIsSeen() throws Exception {
        assertThat(document.objections("/v2/health/ready", port.get("/v2"))).hasSizeGreaterThan(2);
        assertThat(document.objections("/v2/models/{model}", port.get("/v2"))).isNotEmpty();
        assertThat(document.objections("/v1/health", port.get("/metrics"))).hasSize(1);
        assertThat(document.objections("/v2", port.get("/v1/nothing"))).isNotEmpty();
    }

    private void inference() throws Exception {
        get("/v2", "/v2");
        get("/v2/health/live", "/v2/health/live");
        get("/v2/health/ready", "/v2/health/ready");
        get("/v2/models/{model}", "/v2/models/steady");
        get("/v2/models/{model}/ready", "/v2/models/steady/ready");
        get("/v2/models/{model}/versions/{version}", "/v2/models/steady/versions/1.0.0");
        get("/v2/models/{model}/versions/{version}/ready", "/v2/models/steady/versions/champion/ready");
        post("/v2/models/{model}/infer", "/v2/models/steady/infer", ASKED, 200);
        post("/v2/models/{model}/versions/{version}/infer", "/v2/models/steady/versions/1.0.0/infer", ASKED, 200);
        post("/v2/models/{model}/infer", "/v2/models/steady/infer", "{", 400);
        post("/v2/models/{model}/infer", "/v2/models/nobody/infer", ASKED, 404);
        post("/v2/models/{model}/infer", "/v2/models/steady/infer", binary(), 200);
        post("/v2/repository/index", "/v2/repository/index", "", 200);
        post("/v2/repository/models/{model}/unload", "/v2/repository/models/steady/unload", "", 200);
        post("/v2/repository/models/{model}/load", "/v2/repository/models/steady/load", "", 200);
    }

    private static String binary() {
        return ASKED.replaceFirst("}$", ",\"parameters\":{\"binary_data_output\":true}}");
    }

    private void models() throws Exception {
        get("/v1/models", "/v1/models");
        get("/v1/models/{model}", "/v1/models/steady");
        get("/v1/models/{model}/history", "/v1/models/steady/history");
        get("/v1/models/{model}/metrics", "/v1/models/steady/metrics");
        post("/v1/models/{model}/rollback", "/v1/models/steady/rollback", "", 404);
        get("/v1/models/{model}/live", "/v1/models/steady/live?at=2099-01-01T00:00:00Z");
        HttpRequest.Builder challenge =
                port.request("/v1/models/steady/challenger").header("Content-Type", "application/json");
        send("/v1/models/{model}/challenger", challenge.POST(BodyPublishers.ofString("{\"version\":\"2.0.0\"}")), 200);
        send(
                "/v1/models/{model}/challenger",
                port.request("/v1/models/steady/challenger").DELETE(),
                200);
        post("/v1/models/{model}/disable", "/v1/models/steady/disable", "", 200);
        post("/v1/models/{model}/enable", "/v1/models/steady/enable", "", 200);
        post("/v1/models/disable", "/v1/models/disable", "", 200);
        post("/v1/models/enable", "/v1/models/enable", "", 200);
        post("/v1/models/{model}/reset-breaker", "/v1/models/steady/reset-breaker", "", 200);
        post("/v1/models/{model}/cleanup", "/v1/models/steady/cleanup?keep=3", "", 200);
        get("/v1/alerts", "/v1/alerts");
        get("/v1/alerts/thresholds", "/v1/alerts/thresholds");
        send("/v1/alerts/thresholds", put("/v1/alerts/thresholds", "{\"latencyThresholdMs\":9}"), 200);
        send("/v1/alerts/thresholds", port.request("/v1/alerts/thresholds").DELETE(), 200);
    }

    private void experiments() throws Exception {
        String order = "{\"name\":\"e\",\"model\":\"steady\",\"split\":0.5}";
        json("/v1/experiments", "/v1/experiments", "{", 400);
        json("/v1/experiments", "/v1/experiments", order, 200);
        get("/v1/experiments", "/v1/experiments");
        String result = "{\"user\":\"u\",\"success\":true,\"latencyMs\":1.5,\"metrics\":{\"cost\":0.5}}";
        json("/v1/experiments/{experiment}/results", "/v1/experiments/e/results", result, 204);
        get("/v1/experiments/{experiment}", "/v1/experiments/e");
        get("/v1/experiments/{experiment}/variant", "/v1/experiments/e/variant?user=u");
        get("/v1/experiments/{experiment}/significance", "/v1/experiments/e/significance?metric=avg_latency_ms");
        json("/v1/experiments/{experiment}/split", "/v1/experiments/e/split", "{\"split\":0.6}", 200);
        post("/v1/experiments/{experiment}/stop", "/v1/experiments/e/stop", "", 200);
        send("/v1/experiments/{experiment}", port.request("/v1/experiments/e").DELETE(), 204);
    }

    private void json(String described, String path, String json, int status) throws Exception {
        HttpRequest.Builder request = port.request(path).header("Content-Type", "application/json");
        send(described, request.POST(BodyPublishers.ofString(json)), status);
    }

    private HttpRequest.Builder put(String path, String json) {
        return port.request(path).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json));
    }

    private void trees() throws Exception {
        var tar = new ByteArrayOutputStream();
        TarTreeWriter writer = new TarTreeWriter(tar, "top");
        ToldTree.random(1, 20).tell(writer);
        writer.finish();
        HttpRequest.Builder put =
                port.request("/v1/files?name=tree").POST(BodyPublishers.ofByteArray(tar.toByteArray()));
        HttpResponse<String> stored = send("/v1/files", put, 200);
        send("/v1/files", port.request("/v1/files").PUT(BodyPublishers.ofByteArray(tar.toByteArray())), 200);
        String root =
                new ObjectMapper().readTree(stored.body()).at("/roots/0/id").asText();
        get("/v1/files/{path}", "/v1/files/" + root);
        get("/v1/cars/{path}", "/v1/cars/" + root);
        byte[] car;
        try (var in =
                java.util.Objects.requireNonNull(pakit.car.CarReader.class.getResourceAsStream("depth-first.car"))) {
            car = in.readAllBytes();
        }
        send("/v1/cars", port.request("/v1/cars?name=car").POST(BodyPublishers.ofByteArray(car)), 200);
        send("/v1/cars", port.request("/v1/cars?name=car").PUT(BodyPublishers.ofByteArray(car)), 200);
        send("/v1/cars", port.request("/v1/cars").POST(BodyPublishers.ofString("no car")), 400);
        get("/v1/diff", "/v1/diff?before=tree&after=car");
        post("/v1/backup", "/v1/backup", "", 200);
        send("/v1/diff", port.request("/v1/diff?before=tree").GET(), 400);
        get("/v1/roots", "/v1/roots");
        get("/v1/roots/{path}", "/v1/roots/" + root);
        get("/v1/blocks/{id}/stat", "/v1/blocks/" + root + "/stat");
        get("/v1/blocks/{id}", "/v1/blocks/" + root);
        HttpRequest.Builder known = port.request("/v1/blocks/" + root).header("If-None-Match", '"' + root + '"');
        send("/v1/blocks/{id}", known.GET(), 304);
        send("/v1/blocks/{id}", port.request("/v1/blocks/nonsense").GET(), 400);
        send("/v1/roots/{path}", port.request("/v1/roots/tree").DELETE(), 204);
    }

    private void theNode() throws Exception {
        get("/v1/health", "/v1/health");
        get("/v1/stats", "/v1/stats");
        get("/v1/telemetry/events", "/v1/telemetry/events");
        get("/v1/telemetry/summary", "/v1/telemetry/summary?type=Predicted&bucket=60&since=2026-03-01T12:00:00Z");
        get("/v1/telemetry/budget", "/v1/telemetry/budget");
        String order = "{\"since\":\"2026-03-01T12:00:00Z\",\"bucketSeconds\":100000000,\"epsilon\":0.1}";
        json("/v1/telemetry/figures", "/v1/telemetry/figures", order, 200);
        get("/v1/telemetry/drift", "/v1/telemetry/drift");
        get("/v1/jobs", "/v1/jobs");
        HttpRequest.Builder job = port.request("/v1/jobs").header("Content-Type", "application/json");
        send("/v1/jobs", job.POST(BodyPublishers.ofString("{\"model\":\"nobody\"}")), 404);
        send("/v1/jobs/{job}", port.request("/v1/jobs/none").GET(), 404);
        post("/v1/jobs/{job}/cancel", "/v1/jobs/none/cancel", "", 404);
        get("/metrics", "/metrics");
        post("/v1/gc", "/v1/gc", "", 200);
        post("/v1/verify", "/v1/verify", "", 200);
        post("/v1/repair", "/v1/repair", "", 200);
        post("/v1/reindex", "/v1/reindex", "", 200);
        HttpResponse<String> itself = get("/openapi.yaml", "/openapi.yaml");
        assertThat(itself.body()).isEqualTo(Files.readString(Path.of("..", "docs", "openapi.yaml")));
    }

    private HttpResponse<String> get(String described, String path) throws Exception {
        return send(described, port.request(path).GET(), 200);
    }

    private void post(String described, String path, String json, int status) throws Exception {
        send(described, port.request(path).POST(BodyPublishers.ofString(json)), status);
    }

    private HttpResponse<String> send(String described, HttpRequest.Builder request, int status) throws Exception {
        HttpResponse<String> answer = port.send(request);
        assertThat(answer.statusCode()).as(answer + answer.body()).isEqualTo(status);
        assertThat(document.objections(described, answer)).isEmpty();
        kept.add(answer.request().method() + " " + described.replaceAll("\\{\\w+}", "{}"));
        return answer;
    }
}
