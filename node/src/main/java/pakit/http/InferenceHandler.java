package pakit.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;
import pakit.inference.Inference;
import pakit.ml.serving.Prediction;

/// Answers inference requests. A prediction takes microseconds, so it runs on the event loop: a queue and a worker
/// before it would cost several times the work itself. What is larger than [#INLINE_BYTES_MAX] gets a thread of its
/// own, and has to find a place first, so that few large bodies are in memory at the same time.
final class InferenceHandler {
    static final int INLINE_BYTES_MAX = 1 << 16;

    /// The header that says how much of a body is JSON, if the bytes of tensors follow it.
    static final String JSON_LENGTH = "Inference-Header-Content-Length";

    private static final String PREFIX = "/v2/models/";
    private static final String VERSIONS = "/versions/";
    private static final String SUFFIX = "/infer";

    private final Inference inference;
    private final Vertx vertx;
    private final Work work;
    private final HttpLimits limits;
    private final Places largeOnes;

    InferenceHandler(Inference inference, Vertx vertx, Work work, HttpLimits limits) {
        this.inference = inference;
        this.vertx = vertx;
        this.work = work;
        this.limits = limits;
        this.largeOnes = new Places(
                "inference requests of more than " + (INLINE_BYTES_MAX >> 10) + " KiB", limits.largeInferencesMax());
    }

    /// Answers `request` if it plainly is `POST /v2/models/MODEL[/versions/VERSION]/infer`; what is spelled in another
    /// way is left to the router.
    ///
    /// @return false if it is something else
    boolean takes(HttpServerRequest request) {
        String path = request.path();
        if (path == null
                || !HttpMethod.POST.equals(request.method())
                || !path.startsWith(PREFIX)
                || !path.endsWith(SUFFIX)
                || path.indexOf('%') >= 0) {
            return false;
        }
        int end = path.length() - SUFFIX.length();
        int slash = path.indexOf('/', PREFIX.length());
        if (slash == end) {
            answer(request, path.substring(PREFIX.length(), slash), null);
            return true;
        }
        int version = slash + VERSIONS.length();
        if (!path.startsWith(VERSIONS, slash) || path.indexOf('/', version) != end) {
            return false;
        }
        answer(request, path.substring(PREFIX.length(), slash), path.substring(version, end));
        return true;
    }

    /// @param version null for the live one
    void answer(HttpServerRequest request, String model, @Nullable String version) {
        new InferenceCall(this, request, model, version).begin();
    }

    /// @param jsonLength the header [#JSON_LENGTH], or null
    /// @param user whom the request names, or null
    InferenceAnswer infer(
            String model, @Nullable String version, byte[] body, @Nullable String jsonLength, @Nullable String user) {
        InferenceRequest asked =
                jsonLength == null ? InferenceReader.read(body) : InferenceReader.read(body, jsonLength);
        String unit = user == null ? asked.id().orElse(null) : user;
        Prediction prediction = inference.infer(model, version, unit, asked.inputs(), asked.outputNames());
        return InferenceWriter.write(asked, prediction);
    }

    Vertx vertx() {
        return vertx;
    }

    Work work() {
        return work;
    }

    HttpLimits limits() {
        return limits;
    }

    Places largeOnes() {
        return largeOnes;
    }
}
