package pakit.http;

import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pakit.scheduling.ShortSlices;

/// One event loop's share of the port: its connections stay on it.
final class Listener implements Deployable {
    /// To Vert.x: any free port, the same for all listeners.
    static final int ANY_PORT = -1;

    /// Of one buffer of a request's body.
    static final int CHUNK_BYTES_MAX = 1 << 16;

    private static final long SWEEPS = 4;

    private final HttpServerOptions options;
    private final Handler<HttpServerRequest> door;
    private final UnseenConnections unseen;
    private final Places connections;
    private final @Nullable Audit audit;
    private final Duration idleMax;
    private volatile @Nullable HttpServer server;
    private volatile @Nullable Context loop;
    private volatile @Nullable Traffic traffic;

    Listener(
            HttpServerOptions options,
            Handler<HttpServerRequest> door,
            UnseenConnections unseen,
            Places connections,
            @Nullable Audit audit,
            Duration idleMax) {
        this.audit = audit;
        this.options = options;
        this.door = door;
        this.unseen = unseen;
        this.connections = connections;
        this.idleMax = idleMax;
    }

    @Override
    public Future<?> deploy(Context context) {
        Vertx vertx = context.owner();
        Traffic arriving = new Traffic(connections, audit, idleMax.toNanos(), System::nanoTime);
        vertx.setPeriodic(Math.max(1, idleMax.toMillis() / SWEEPS), sweep -> arriving.closeIdle());
        HttpServer created = vertx.createHttpServer(options)
                .connectionHandler(connection -> {
                    unseen.seen(connection);
                    arriving.opened(connection);
                })
                .invalidRequestHandler(Listener::invalid)
                .requestHandler(request -> {
                    arriving.began(request);
                    door.handle(request);
                });
        server = created;
        loop = context;
        traffic = arriving;
        return created.listen();
    }

    int port() {
        HttpServer listening = server;
        return listening == null ? 0 : listening.actualPort();
    }

    /// Lets its event loop run soon after it wakes.
    void askForShortSlices() {
        Context on = loop;
        if (on != null) {
            on.runOnContext(nothing -> ShortSlices.ask());
        }
    }

    /// Ends when none of its requests is running.
    Future<Void> quiet() {
        Context on = loop;
        Traffic running = traffic;
        if (on == null || running == null) {
            return Future.succeededFuture();
        }
        Promise<Void> quiet = Promise.promise();
        on.runOnContext(nothing -> running.quiet().onComplete(quiet));
        return quiet.future();
    }

    /// Closes its connections, those with a running request after `timeMax`.
    Future<Void> stop(Duration timeMax) {
        HttpServer listening = server;
        return listening == null
                ? Future.succeededFuture()
                : listening.shutdown(timeMax.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// What is no HTTP at all.
    private static void invalid(HttpServerRequest request) {
        Answers.write(request, problem(request.decoderResult().cause()));
        request.connection().close();
    }

    private static Problem problem(@Nullable Throwable cause) {
        if (cause instanceof TooLongHttpLineException) {
            return Problem.of(414, "the request line is too long");
        }
        if (cause instanceof TooLongHttpHeaderException) {
            return Problem.of(431, "the request's headers are too long");
        }
        return Problem.of(400, "the request is no HTTP");
    }
}
