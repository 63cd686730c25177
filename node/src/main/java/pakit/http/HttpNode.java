package pakit.http;

import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.inference.Inference;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.serving.ModelServer;
import pakit.node.NodeOperations;
import pakit.scheduling.ShortSlices;

/// The port of a node: one address, several event loops, every protocol on it. Handlers only parse, call and write;
/// what waits runs on virtual threads. Thread-safe.
public final class HttpNode implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HttpNode.class);

    /// Of bodies that say what to do.
    private static final int CONTROL_BYTES_MAX = 1 << 16;

    /// What still runs on a connection when everything has had its time.
    private static final Duration CUT_OFF_AFTER = Duration.ofMillis(500);

    /// Of one HTTP/2 connection, at the same time.
    private static final int STREAMS_MAX = 128;

    private static final int HEADER_BYTES_MAX = 8192;

    private final HttpSettings settings;
    private final UnseenConnections unseen;
    private final Vertx vertx;
    private final Work work;
    private final Router routes;
    private final FrontDoor door;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Places connections;
    private final Optional<AccessLog> log;
    private final @Nullable Audit audit;
    private final Draining draining = new Draining();
    private final AtomicBoolean stopping = new AtomicBoolean();

    private HttpNode(
            NodeOperations node, ModelServer models, @Nullable ABTestFramework experiments, HttpSettings settings) {
        Requester.prepare();
        this.settings = settings;
        this.unseen = new UnseenConnections(settings.limits().silenceMax());
        this.vertx =
                Vertx.builder().with(options(settings)).withTransport(unseen).build();
        this.connections = new Places("connections", settings.limits().connectionsMax());
        this.log = settings.accessLog().map(AccessLog::to);
        this.audit = log.map(Audit::new).orElse(null);
        this.work = new Work();
        Inference inference = new Inference(models, experiments, () -> !draining.hasBegun());
        InferenceHandler predictions = new InferenceHandler(inference, vertx, work, settings.limits());
        this.routes = routes(node);
        new InferenceRoutes(inference, predictions).addTo(routes);
        new RepositoryRoutes(models.repository(), work)
                .addTo(routes, new JsonBody(CONTROL_BYTES_MAX, settings.limits().silenceMax()));
        HostGuard hosts = new HostGuard(settings.protection().names());
        AccessGuard access = new AccessGuard(settings.protection().access());
        GrpcHandler grpc =
                new GrpcHandler(new GrpcMethods(inference, models.repository()), vertx, work, settings.limits());
        this.door = new FrontDoor(List.of(hosts::check, access::check, draining::check), predictions, grpc, routes);
    }

    private static VertxOptions options(HttpSettings settings) {
        return new VertxOptions()
                .setEventLoopPoolSize(settings.eventLoops())
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    /// As [#start(NodeOperations, ModelServer, ABTestFramework, HttpSettings)], without experiments on predictions.
    public static HttpNode start(NodeOperations node, ModelServer models, HttpSettings settings) {
        return start(node, models, null, settings);
    }

    /// Opens the port.
    ///
    /// @param experiments which may say which version answers; null if none do
    /// @throws PakitException.Unavailable if the address is taken
    public static HttpNode start(
            NodeOperations node, ModelServer models, @Nullable ABTestFramework experiments, HttpSettings settings) {
        HttpNode http = new HttpNode(node, models, experiments, settings);
        try {
            http.listen();
            return http;
        } catch (RuntimeException e) {
            http.close();
            throw e;
        }
    }

    /// Where it listens, the real port in it.
    public InetSocketAddress address() {
        return new InetSocketAddress(settings.host(), listeners.getFirst().port());
    }

    private void listen() {
        DeploymentOptions oneALoop = new DeploymentOptions().setInstances(settings.eventLoops());
        await(vertx.deployVerticle(this::listener, oneALoop), Duration.ofMinutes(1));
        LOG.info("Listening on {}:{}", settings.host(), address().getPort());
        settings.protection().refreshOn(vertx);
        Thread.ofVirtual().name("pakit-short-slices").start(this::askForShortSlices); // no start waits for that
    }

    private void askForShortSlices() {
        ShortSlices.prepare();
        try {
            listeners.forEach(Listener::askForShortSlices);
        } catch (RejectedExecutionException e) {
            LOG.debug("The port was closed before its threads had short slices", e);
        }
    }

    private Deployable listener() {
        Listener listener = new Listener(
                options(), door, unseen, connections, audit, settings.limits().silenceMax());
        listeners.add(listener);
        return listener;
    }

    private HttpServerOptions options() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port() == 0 ? Listener.ANY_PORT : settings.port())
                .setHttp2ClearTextEnabled(settings.protection().tls().isEmpty()) // gRPC clients know it beforehand
                .setInitialSettings(
                        new Http2Settings().setMaxConcurrentStreams(STREAMS_MAX).setMaxHeaderListSize(HEADER_BYTES_MAX))
                .setMaxChunkSize(Listener.CHUNK_BYTES_MAX)
                .setHandle100ContinueAutomatically(false);
        settings.protection()
                .tls()
                .ifPresent(tls -> tls.applyTo(options, settings.limits().silenceMax()));
        return options;
    }

    /// All that it answers, for the test that each of them has its role.
    Router routes() {
        return routes;
    }

    private Router routes(NodeOperations node) {
        Router routes = Router.router(vertx);
        JsonBody json =
                new JsonBody(settings.limits().jsonBytesMax(), settings.limits().silenceMax());
        Uploads uploads = new Uploads(work, settings.limits());
        BrokenAnswers broken = new BrokenAnswers();
        Answers answers = new Answers(broken);
        routes.route().failureHandler(answers::failed);
        new ModelRoutes(node.models(), work, uploads).addTo(routes, json);
        new MonitorRoutes(node.monitor(), work).addTo(routes, json);
        new LifecycleRoutes(node.models(), work).addTo(routes, json);
        new ExperimentRoutes(node.experiments(), work).addTo(routes, json);
        new JobRoutes(node.jobs(), work).addTo(routes, json);
        Downloads downloads = new Downloads(work, broken, settings.limits().silenceMax());
        new FileRoutes(node, work, uploads, downloads, broken).addTo(routes);
        new OwnFileRoutes(node, work, settings.protection().access()).addTo(routes, json);
        new CarRoutes(node.transfers(), uploads, downloads).addTo(routes);
        new NodeRoutes(
                        node,
                        work,
                        List.of(new AccessMetrics(settings.protection().access()), new PortMetrics(connections, log)))
                .addTo(routes, json);
        for (int status : new int[] {400, 404, 405, 406, 413, 415, 500}) {
            routes.errorHandler(status, answers::failed);
        }
        return routes;
    }

    /// Is no longer ready, refuses new requests, lets the running ones end within the limit, then closes the port.
    @Override
    public void close() {
        if (stopping.getAndSet(true)) {
            return;
        }
        draining.begin();
        long deadline = System.nanoTime() + settings.limits().stopMax().toNanos();
        if (!ended(all(Listener::quiet), settings.limits().stopMax())) {
            LOG.warn(
                    "Requests are still running {} s after the stop: they are cut off",
                    settings.limits().stopMax().toSeconds());
        }
        ended(all(listener -> listener.stop(CUT_OFF_AFTER)), CUT_OFF_AFTER.plusSeconds(5));
        work.close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        await(vertx.close(), Duration.ofMinutes(1));
        log.ifPresent(AccessLog::close);
    }

    private Future<?> all(Function<Listener, Future<Void>> step) {
        return Future.join(listeners.stream().map(step).toList());
    }

    private boolean ended(Future<?> future, Duration timeMax) {
        try {
            await(future, timeMax);
            return true;
        } catch (PakitException.Unavailable late) {
            return false;
        }
    }

    private void await(Future<?> future, Duration timeMax) {
        try {
            future.toCompletionStage().toCompletableFuture().get(timeMax.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } catch (TimeoutException e) {
            throw new PakitException.Unavailable("nothing happened within " + timeMax.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PakitException.Unavailable("interrupted", e);
        }
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        if (cause instanceof BindException) {
            return new PakitException.Unavailable(
                    "the port cannot be opened: " + settings.host() + ":" + settings.port() + ": " + cause.getMessage()
                            + "; is another node running? Choose --port",
                    cause);
        }
        return new IllegalStateException(cause);
    }
}
