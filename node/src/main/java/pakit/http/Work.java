package pakit.http;

import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import pakit.error.PakitException;

/// Runs what may wait for disks and clients on virtual threads, and brings the result back to the request's event loop,
/// the only thread that answers.
final class Work {
    private static final Duration INTERRUPTED_ENDS = Duration.ofSeconds(5);

    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("pakit-http-", 0).factory());

    /// A handler that answers with the JSON of what `work` returns.
    Handler<RoutingContext> json(Answer work) {
        return request -> run(request, () -> work.to(request), answer -> Answers.json(request, 200, answer));
    }

    /// Runs `work` on a thread of its own, then `then` on the request's event loop, or the request's failure there.
    <T> void run(RoutingContext request, Callable<T> work, Handler<T> then) {
        run(request.vertx(), work, then, request::fail);
    }

    /// Runs `work` on a thread of its own, then `then` or `failed` on the event loop that asks.
    <T> void run(Vertx vertx, Callable<T> work, Handler<T> then, Handler<Throwable> failed) {
        Context loop = vertx.getOrCreateContext();
        Callable<T> asked = Requester.onBehalf(work);
        try {
            threads.execute(() -> {
                try {
                    T result = asked.call();
                    loop.runOnContext(nothing -> then.handle(result));
                } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
                    loop.runOnContext(nothing -> failed.handle(e));
                }
            });
        } catch (RejectedExecutionException closed) {
            failed.handle(new PakitException.Unavailable("the node is stopping", closed));
        }
    }

    /// Waits for running work, then interrupts it.
    ///
    /// @param stopMax how long it may go on
    void close(Duration stopMax) {
        threads.shutdown();
        try {
            if (!threads.awaitTermination(stopMax.toNanos(), TimeUnit.NANOSECONDS)) {
                threads.shutdownNow();
                threads.awaitTermination(INTERRUPTED_ENDS.toNanos(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    /// What a request asks for; may wait.
    interface Answer {
        Object to(RoutingContext request) throws Exception;
    }
}
