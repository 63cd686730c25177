package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.serving.Breakers;
import pakit.node.ModelOperations;
import pakit.node.NodeJson;
import pakit.node.Results;
import pakit.node.ShadowOrder;
import pakit.node.SwitchPosition;

/// What an operator does with models under `/v1/models` besides making versions live: ask what was live, clean up, move
/// the challenger, switch hints, reset breakers.
final class LifecycleRoutes {
    private static final String MODEL = ModelRoutes.MODELS + "/:model";
    private static final int KEEP_DEFAULT = 3;
    private static final int KEEP_MAX = 1_000_000;

    private final ModelOperations models;
    private final Work work;

    LifecycleRoutes(ModelOperations models, Work work) {
        this.models = models;
        this.work = work;
    }

    void addTo(Router router, JsonBody json) {
        router.get(MODEL + "/live").handler(work.json(request -> models.liveAt(model(request), time(request))));
        router.get(MODEL + "/versions/:version/estimate")
                .handler(work.json(request -> models.estimate(model(request), Parameters.part(request, "version"))));
        router.get(MODEL + "/shadow").handler(work.json(request -> models.shadow(model(request))));
        router.post(MODEL + "/shadow")
                .consumes("application/json")
                .handler(json)
                .handler(work.json(request ->
                        models.shadow(model(request), NodeJson.read(Parameters.body(request), ShadowOrder.class))));
        router.post(MODEL + "/cleanup")
                .handler(work.json(request ->
                        models.cleanup(model(request), Parameters.number(request, "keep", KEEP_DEFAULT, KEEP_MAX))));
        router.post(MODEL + "/challenger")
                .consumes("application/json")
                .handler(json)
                .handler(work.json(this::challenge));
        router.delete(MODEL + "/challenger")
                .handler(work.json(request -> models.withdraw(
                        model(request), Parameters.query(request, "reason").orElse(""))));
        for (SwitchPosition position : SwitchPosition.values()) {
            router.post(MODEL + verb(position)).handler(work.json(request -> models.turn(model(request), position)));
            router.post(ModelRoutes.MODELS + verb(position)).handler(work.json(request -> models.turnAll(position)));
        }
        router.post(MODEL + "/force-breaker")
                .consumes("application/json")
                .handler(json)
                .handler(work.json(this::force));
        router.post(MODEL + "/reset-breaker").handler(work.json(request -> models.resetBreaker(model(request))));
    }

    /// The last part of the path that turns a switch.
    static String verb(SwitchPosition position) {
        return switch (position) {
            case ENABLED -> "/enable";
            case DISABLED -> "/disable";
        };
    }

    private Results.Model challenge(RoutingContext request) {
        AliasRequest alias = NodeJson.read(Parameters.body(request), AliasRequest.class);
        if (alias.version == null) {
            throw new PakitException.Invalid("the request has no 'version'");
        }
        return models.challenge(model(request), alias.version, alias.reason == null ? "" : alias.reason);
    }

    /// @param version required
    record AliasRequest(@Nullable String version, @Nullable String reason) {}

    private Results.Breaker force(RoutingContext request) {
        String position = NodeJson.read(Parameters.body(request), ForceRequest.class).position;
        return models.forceBreaker(model(request), Breakers.Forced.of(position == null ? "" : position));
    }

    /// @param position required: `open` or `closed`
    record ForceRequest(@Nullable String position) {}

    private static Instant time(RoutingContext request) {
        String text = Parameters.query(request, "at").orElse("");
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new PakitException.Invalid(
                    "'at' must be a time such as 2026-11-23T10:15:00Z, found '" + text + "'", e);
        }
    }

    private static String model(RoutingContext request) {
        return Parameters.part(request, "model");
    }
}
