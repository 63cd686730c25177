package pakit.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/// Answers gRPC calls, all of one message each way. As with REST, small ones run on the event loop, and large ones on a
/// thread of their own, a few at the same time.
record GrpcHandler(GrpcMethods methods, Vertx vertx, Work work, HttpLimits limits, Places largeOnes) {
    private static final String GRPC = "application/grpc";

    GrpcHandler(GrpcMethods methods, Vertx vertx, Work work, HttpLimits limits) {
        this(
                methods,
                vertx,
                work,
                limits,
                new Places(
                        "gRPC calls of more than " + (InferenceHandler.INLINE_BYTES_MAX >> 10) + " KiB",
                        limits.largeInferencesMax()));
    }

    static boolean isGrpc(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return false;
        }
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        return type != null
                && type.startsWith(GRPC)
                && (type.length() == GRPC.length()
                        || type.charAt(GRPC.length()) == '+'
                        || type.charAt(GRPC.length()) == ';');
    }

    void answer(HttpServerRequest request) {
        new GrpcCall(this, request).begin();
    }
}
