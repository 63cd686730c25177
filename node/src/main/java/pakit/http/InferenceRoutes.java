package pakit.http;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import pakit.error.PakitException;
import pakit.ml.models.Manifest;
import pakit.ml.models.TensorSpec;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Prediction;

/// The Open Inference Protocol v2 under `/v2`. A prediction takes microseconds, so it runs on the event loop: a queue
/// and a worker before it would cost several times the work itself. Requests of more than [#INLINE_BYTES_MAX] get a
/// thread of their own.
final class InferenceRoutes {
    private static final String MODEL = "/v2/models/:model";
    private static final String VERSION = MODEL + "/versions/:version";
    private static final String PLATFORM = "onnx_onnxv1";
    private static final int INLINE_BYTES_MAX = 1 << 16;

    private final ModelServer models;
    private final Work work;
    private final BooleanSupplier ready;

    InferenceRoutes(ModelServer models, Work work, BooleanSupplier ready) {
        this.models = models;
        this.work = work;
        this.ready = ready;
    }

    void addTo(Router router, JsonBody json) {
        for (String model : List.of(MODEL, VERSION)) {
            // Whatever it calls its body, it must be JSON: `curl -d` says that it is a form.
            router.post(model + "/infer").handler(json).handler(this::infer);
            router.get(model).handler(this::metadata);
            router.get(model + "/ready").handler(this::modelReady);
        }
        router.get("/v2").handler(this::server);
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
        Manifest live = live(request);
        InferenceRequest inference = InferenceCodec.read(body);
        InferenceInput input = InferenceInput.of(inference, live);
        Prediction prediction = models.predict(live.name(), input.rows(), input.features());
        requireVersion(request, prediction.manifest()); // a swap may have come in between
        return InferenceCodec.write(inference, prediction);
    }

    private void metadata(RoutingContext request) {
        Manifest live = live(request);
        Answers.json(
                request,
                200,
                new ModelMetadata(
                        live.name(), List.of(live.version().text()), PLATFORM, live.inputs(), live.outputs()));
    }

    /// @param versions those that may be asked for by name: the live one
    private record ModelMetadata(
            String name, List<String> versions, String platform, List<TensorSpec> inputs, List<TensorSpec> outputs) {}

    private void modelReady(RoutingContext request) {
        Answers.json(request, 200, Map.of("name", live(request).name(), "ready", true));
    }

    private void server(RoutingContext request) {
        String version = InferenceRoutes.class.getPackage().getImplementationVersion();
        Answers.json(request, 200, new ServerMetadata("pakit", version == null ? "development" : version, List.of()));
    }

    private record ServerMetadata(String name, String version, List<String> extensions) {}

    private void serverReady(RoutingContext request) {
        if (!ready.getAsBoolean() || models.healthCheck().status().equals("stopped")) {
            throw new PakitException.Unavailable("the node is stopping");
        }
        Answers.json(request, 200, Map.of("ready", true));
    }

    private Manifest live(RoutingContext request) {
        String model = Parameters.part(request, "model");
        Manifest live = models.live(model)
                .orElseThrow(() -> new PakitException.NotFound("no model '" + model + "' is loaded, loaded are "
                        + models.registry().models()));
        requireVersion(request, live);
        return live;
    }

    private static void requireVersion(RoutingContext request, Manifest live) {
        String version = request.pathParam("version");
        if (version != null && !version.equals(live.version().text())) {
            throw new PakitException.NotFound("model '" + live.name() + "' has version "
                    + live.version().text() + " live, version '" + version + "' is not served");
        }
    }
}
