package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.inference.Inference;
import pakit.ml.serving.Prediction;

/// The Open Inference Protocol v2 under `/v2`. A prediction takes microseconds, so it runs on the event loop: a queue
/// and a worker before it would cost several times the work itself. Requests of more than [#INLINE_BYTES_MAX] get a
/// thread of their own.
final class InferenceRoutes {
    private static final String MODEL = "/v2/models/:model";
    private static final String VERSION = MODEL + "/versions/:version";
    private static final int INLINE_BYTES_MAX = 1 << 16;

    private final Inference inference;
    private final Work work;

    InferenceRoutes(Inference inference, Work work) {
        this.inference = inference;
        this.work = work;
    }

    void addTo(Router router, JsonBody json) {
        for (String model : List.of(MODEL, VERSION)) {
            // Whatever it calls its body, it must be JSON: `curl -d` says that it is a form.
            router.post(model + "/infer").handler(json).handler(this::infer);
            router.get(model).handler(this::metadata);
            router.get(model + "/ready").handler(this::modelReady);
        }
        router.get("/v2").handler(request -> Answers.json(request, 200, inference.server()));
        router.get("/v2/health/live").handler(request -> Answers.json(request, 200, Map.of("live", true)));
        router.get("/v2/health/ready").handler(this::serverReady);
    }

    private void infer(RoutingContext request) {
        byte[] body = Parameters.body(request);
        if (body.length <= INLINE_BYTES_MAX) {
            Answers.json(request, 200, infer(request, body));
        } else {
            work.run(request, () -> infer(request, body), answer -> Answers.json(request, 200, answer));
        }
    }

    private byte[] infer(RoutingContext request, byte[] body) {
        InferenceRequest asked = InferenceCodec.read(body);
        Prediction prediction = inference.infer(model(request), version(request), asked.inputs(), asked.outputs());
        return InferenceCodec.write(asked, prediction);
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
        Answers.json(request, 200, Map.of("ready", true));
    }

    private static String model(RoutingContext request) {
        return Parameters.part(request, "model");
    }

    private static @Nullable String version(RoutingContext request) {
        return request.pathParam("version");
    }
}
