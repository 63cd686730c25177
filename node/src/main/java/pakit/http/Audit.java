package pakit.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.util.random.RandomGenerator;

/// Tells the access log of every request: gives it an id, which the answer carries, and looks at its end. Thread-safe.
final class Audit {
    private final AccessLog log;
    private final RequestIds ids = new RequestIds(RandomGenerator.getDefault());

    Audit(AccessLog log) {
        this.log = log;
    }

    /// @param then told of the end too
    Handler<Void> of(HttpServerRequest request, Handler<Void> then) {
        long begun = System.nanoTime();
        long at = System.currentTimeMillis();
        String id = ids.of(request.getHeader(RequestIds.HEADER));
        HttpServerResponse response = request.response();
        response.putHeader(RequestIds.HEADER, id);
        return ended -> {
            then.handle(ended);
            String path = request.path();
            log.add(new AccessLine(
                    at,
                    request.method().name(),
                    path == null ? "-" : path,
                    response.headWritten() ? response.getStatusCode() : 0,
                    response.bytesWritten(),
                    (System.nanoTime() - begun) / 1000,
                    id));
        };
    }
}
