package pakit.bench;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.atomic.AtomicReference;

/// The server that Pakit is built on, with the same options and as many event loops, answering every request, its body
/// read, with the same bytes: what no handler can beat.
final class ConstantServer {
    private static final int EVENT_LOOPS_MAX = 8;
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private ConstantServer() {}

    /// @param arguments the bytes of the answer
    public static void main(String[] arguments) {
        Buffer answer = Buffer.buffer(arguments[0]);
        int loops = Math.min(EVENT_LOOPS_MAX, Runtime.getRuntime().availableProcessors());
        Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(loops));
        AtomicReference<HttpServer> last = new AtomicReference<>();
        vertx.deployVerticle(
                        () -> (Deployable) context -> {
                            HttpServer listening = context.owner()
                                    .createHttpServer(new HttpServerOptions()
                                            .setHost("127.0.0.1")
                                            .setPort(-1)
                                            .setMaxChunkSize(1 << 16))
                                    .requestHandler(request -> request.body()
                                            .onSuccess(body -> request.response()
                                                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                                                    .end(answer)));
                            last.set(listening);
                            return listening.listen();
                        },
                        new DeploymentOptions().setInstances(loops))
                .onSuccess(ready -> System.out.println(
                        "ready at http://127.0.0.1:" + last.get().actualPort()));
    }
}
