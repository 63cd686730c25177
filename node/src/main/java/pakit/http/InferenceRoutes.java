package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.inference.Inference;

/// The Open Inference Protocol v2 under `/v2`. Inference itself mostly does not come by here: see [FrontDoor].
final class InferenceRoutes {
    private static final String MODEL = "/v2/models/:model";
    /// The protocol's text calls it `live`, its name and other servers `ready`.
    private static final Map<String, Boolean> SERVER_READY = Map.of("live", true, "ready", true);

    private static final String VERSION = MODEL + "/versions/:version";

    private final Inference inference;
    private final InferenceHandler handler;

    InferenceRoutes(Inference inference, InferenceHandler handler) {
        this.inference = inference;
        this.handler = handler;
    }

    void addTo(Router router) {
        for (String model : List.of(MODEL, VERSION)) {
            router.post(model + "/infer")
                    .handler(request -> handler.answer(request.request(), model(request), version(request)));
            router.get(model).handler(this::metadata);
            router.get(model + "/ready").handler(this::modelReady);
        }
        router.get("/v2").handler(request -> Answers.json(request, 200, inference.server()));
        router.get("/v2/health/live").handler(request -> Answers.json(request, 200, Map.of("live", true)));
        router.get("/v2/health/ready").handler(this::serverReady);
    }

    private void metadata(RoutingContext request) {
        Answers.json(request, 200, inference.metadata(model(request), version(request)));
    }

    private void modelReady(RoutingContext request) {
        inference.requireReady(model(request), version(request));
        Answers.json(request, 200, Map.of("name", model(request), "ready", true));
    }

    private void serverReady(RoutingContext request) {
        if (!inference.ready()) {
            throw new PakitException.Unavailable("the node is stopping");
        }
        Answers.json(request, 200, SERVER_READY);
    }

    private static String model(RoutingContext request) {
        return Parameters.part(request, "model");
    }

    private static @Nullable String version(RoutingContext request) {
        return request.pathParam("version");
    }
}
