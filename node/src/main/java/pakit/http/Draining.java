package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Set;

/// Whether the node is on its way out. From then on it lets in only those who ask how it is; everybody else is told to
/// go elsewhere, and a connection of HTTP/1.1 closes behind that answer. Thread-safe.
final class Draining {
    private static final Set<String> STILL_ANSWERED = Set.of(
            "/v2/health/live",
            "/v2/health/ready",
            "/v1/health",
            "/metrics",
            GrpcMethods.SERVICE + "ServerLive",
            GrpcMethods.SERVICE + "ServerReady");

    private volatile boolean begun;

    /// From here on new requests are refused.
    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }

    /// The guard at the [FrontDoor].
    void check(HttpServerRequest request) {
        if (begun && !STILL_ANSWERED.contains(request.path())) {
            // A connection of HTTP/2 stays for what else runs on it, and ends with the node.
            if (request.version() != HttpVersion.HTTP_2) {
                request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
                request.connection().shutdown(); // once it has been answered
            }
            throw new HttpFailure(503, "the node is stopping and takes no new requests; ask again later");
        }
    }
}
