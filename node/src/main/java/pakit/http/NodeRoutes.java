package pakit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;
import pakit.ml.metrics.MetricSource;
import pakit.ml.telemetry.EventKind;
import pakit.ml.telemetry.EventQuery;
import pakit.node.FiguresOrder;
import pakit.node.NodeJson;
import pakit.node.NodeOperations;
import pakit.node.Results;
import pakit.node.VerifyOrder;

/// The node itself: blocks, health, figures, cleaning up, telemetry and metrics.
final class NodeRoutes {
    static final String BLOCKS = "/v1/blocks";
    static final String DRIFT = "/v1/telemetry/drift";

    /// Raw bytes under an id never change.
    private static final String IMMUTABLE = "public, max-age=31536000, immutable";

    /// The registered media type of a block of any codec.
    private static final String BLOCK = "application/vnd.ipld.raw";

    private static final String YAML = "application/yaml";
    private static final String OPEN_API = openApi();
    private static final String METRICS = "text/plain; version=0.0.4; charset=utf-8";
    private static final int EVENTS_MAX = 100_000;
    private static final int PROBLEMS_MAX = 1_000_000;
    private static final int EVENTS_DEFAULT = 1_000;
    private static final int SUMMED_MAX = Integer.MAX_VALUE;
    private static final int BUCKET_SECONDS = 3600;

    private final NodeOperations node;
    private final Work work;
    private final List<MetricSource> ofPort;

    /// @param ofPort metrics of the port, beside those of the node
    NodeRoutes(NodeOperations node, Work work, List<MetricSource> ofPort) {
        this.ofPort = ofPort;
        this.node = node;
        this.work = work;
    }

    void addTo(Router router, JsonBody json) {
        router.get(BLOCKS + "/:id").handler(this::block);
        router.head(BLOCKS + "/:id").handler(this::block);
        router.get(BLOCKS + "/:id/stat").handler(work.json(request -> node.stat(Parameters.part(request, "id"))));
        router.get("/v1/health").handler(work.json(request -> node.health()));
        router.get("/v1/stats").handler(work.json(request -> node.stats()));
        router.post("/v1/gc").handler(work.json(request -> node.gc()));
        router.post("/v1/verify").handler(work.json(request -> node.verify(verifyOrder(request), bytes -> {})));
        router.post("/v1/repair").handler(work.json(request -> node.repair(limit(request), bytes -> {})));
        router.post("/v1/reindex").handler(work.json(request -> node.reindex(bytes -> {})));
        router.get("/v1/telemetry/events")
                .handler(work.json(
                        request -> new Results.Events(node.events(query(request, EVENTS_DEFAULT, EVENTS_MAX)))));
        router.get("/v1/telemetry/summary")
                .handler(work.json(request -> node.summary(query(request, SUMMED_MAX, SUMMED_MAX), bucket(request))));
        router.get("/v1/telemetry/budget").handler(work.json(request -> node.privacyBudget()));
        router.post("/v1/telemetry/figures")
                .handler(json)
                .handler(work.json(request -> node.figures(NodeJson.read(Parameters.body(request), FiguresOrder.class)
                        .order())));
        router.get(DRIFT)
                .handler(work.json(request -> node.monitor()
                        .drift(Optional.ofNullable(request.request().getParam("model")))));
        router.get("/openapi.yaml").handler(request -> Answers.text(request, YAML, OPEN_API));
        router.get("/metrics")
                .handler(request -> work.run(request, this::metrics, text -> Answers.text(request, METRICS, text)));
    }

    private static VerifyOrder verifyOrder(RoutingContext request) {
        return new VerifyOrder(Parameters.percent(request, "percent"), limit(request));
    }

    private static EventQuery query(RoutingContext request, int limit, int max) {
        Set<EventKind> kinds =
                request.queryParam("type").stream().map(EventKind::labelled).collect(Collectors.toUnmodifiableSet());
        Instant since = Parameters.query(request, "since").map(NodeRoutes::time).orElse(Instant.MIN);
        return new EventQuery(kinds, since, Parameters.number(request, "limit", limit, max));
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new PakitException.Invalid(
                    "'since' must be a time such as 2026-03-01T12:00:00Z, found '" + text + "'", e);
        }
    }

    private static Duration bucket(RoutingContext request) {
        return Duration.ofSeconds(Parameters.number(request, "bucket", BUCKET_SECONDS, Integer.MAX_VALUE));
    }

    private static int limit(RoutingContext request) {
        return Parameters.number(request, "limit", VerifyOrder.LIMIT_DEFAULT, PROBLEMS_MAX);
    }

    private String metrics() {
        return node.metrics() + MetricSource.textOf(ofPort);
    }

    private static String openApi() {
        try (InputStream document = NodeRoutes.class.getResourceAsStream("openapi.yaml")) {
            return new String(Objects.requireNonNull(document, "openapi.yaml").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void block(RoutingContext request) {
        BlockId id = BlockId.parse(Parameters.part(request, "id"));
        String tag = '"' + id.toString() + '"';
        if (tag.equals(request.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            request.response()
                    .setStatusCode(304)
                    .putHeader(HttpHeaders.ETAG, tag)
                    .end();
            return;
        }
        work.run(request, () -> node.block(id.toString()), block -> answer(request, block, tag));
    }

    private static void answer(RoutingContext request, Block block, String tag) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, BLOCK)
                .putHeader(HttpHeaders.CACHE_CONTROL, IMMUTABLE)
                .putHeader(HttpHeaders.ETAG, tag)
                .putHeader(HttpHeaders.CONTENT_LENGTH, String.valueOf(block.sizeBytes()))
                .end(Buffer.buffer(block.bytes()));
    }
}
