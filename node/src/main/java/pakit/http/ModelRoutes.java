package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.node.ModelOperations;
import pakit.node.NodeJson;
import pakit.node.Results;
import pakit.node.SwapOrder;
import pakit.node.SwapOrder.Gatekeeping;

/// The life of models under `/v1/models`: list, show, history, register, validate, swap, roll back.
final class ModelRoutes {
    static final String MODELS = "/v1/models";

    private static final String MODEL = MODELS + "/:model";

    private final ModelOperations models;
    private final Work work;
    private final Uploads uploads;

    ModelRoutes(ModelOperations models, Work work, Uploads uploads) {
        this.models = models;
        this.work = work;
        this.uploads = uploads;
    }

    void addTo(Router router, JsonBody json) {
        router.get(MODELS).handler(work.json(request -> models.list()));
        router.get(MODEL).handler(work.json(request -> models.show(model(request))));
        router.get(MODEL + "/history").handler(work.json(request -> models.history(model(request))));
        router.post(MODEL + "/swap").consumes("application/json").handler(json).handler(work.json(this::swap));
        router.post(MODEL + "/rollback").handler(json).handler(work.json(this::rollback));
        router.post(MODEL + "/versions/:version/validate")
                .handler(work.json(request -> models.validate(model(request), Parameters.part(request, "version"))));
        router.post(MODEL + "/versions/:version").handler(this::register);
    }

    private Results.Model swap(RoutingContext request) {
        SwapRequest swap = NodeJson.read(Parameters.body(request), SwapRequest.class);
        if (swap.version == null) {
            throw new PakitException.Invalid("the request has no 'version'");
        }
        String reason = swap.reason == null ? "" : swap.reason;
        Gatekeeping gatekeeping = Boolean.TRUE.equals(swap.force) ? Gatekeeping.FORCED : Gatekeeping.JUDGED;
        return models.swap(model(request), new SwapOrder(swap.version, reason, gatekeeping));
    }

    /// @param version required
    /// @param force whether the gate is passed by; then `reason` is required too
    record SwapRequest(
            @Nullable String version,
            @Nullable String reason,
            @Nullable Boolean force) {}

    private Results.Model rollback(RoutingContext request) {
        byte[] body = Parameters.body(request);
        String reason = body.length == 0 ? null : NodeJson.read(body, RollbackRequest.class).reason;
        return models.rollback(model(request), reason == null ? "" : reason);
    }

    /// The body may also be left out.
    record RollbackRequest(@Nullable String reason) {}

    private void register(RoutingContext request) {
        String model = model(request);
        String version = Parameters.part(request, "version");
        Map<String, String> metadata = metadata(request.queryParam("meta"));
        uploads.take(request, body -> {
            try (ArtifactIntake artifact = ArtifactIntake.read(body)) {
                return models.register(model, version, artifact.directory(), metadata);
            }
        });
    }

    /// Pairs written as `meta=KEY=VALUE`.
    private static Map<String, String> metadata(List<String> pairs) {
        Map<String, String> metadata = new LinkedHashMap<>();
        for (String pair : pairs) {
            int equals = pair.indexOf('=');
            if (equals < 1) {
                throw new PakitException.Invalid("'meta' must be KEY=VALUE, found '" + pair + "'");
            }
            metadata.put(pair.substring(0, equals), pair.substring(equals + 1));
        }
        return metadata;
    }

    private static String model(RoutingContext request) {
        return Parameters.part(request, "model");
    }
}
