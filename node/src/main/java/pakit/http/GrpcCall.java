package pakit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// One gRPC call on its way. Belongs to one event loop.
///
/// ```
/// begin -> arrived* -> whole -> answered -> closed
/// ```
/// It is closed early by a failure, by its deadline, by the client's silence, or by the client's going away; what it
/// holds is free from then on. A client that does not take its answer loses the stream.
final class GrpcCall {
    private static final Buffer NOTHING = Buffer.buffer(0);
    private static final CharSequence USER = HttpHeaders.createOptimized("x-pakit-user");
    private static final long NO_TIMER = -1;
    private static final long CANCEL = 8; // of RFC 9113

    private final GrpcHandler handler;
    private final HttpServerRequest request;
    private final long begun = System.nanoTime();
    private @Nullable GrpcMethod method;
    private Buffer body = NOTHING;
    private Places.@Nullable Place place;
    private long waitsNanos = GrpcTimeout.NONE;
    private boolean gathering = true;
    private boolean answered;
    private boolean closed;
    private long timer = NO_TIMER;

    GrpcCall(GrpcHandler handler, HttpServerRequest request) {
        this.handler = handler;
        this.request = request;
    }

    void begin() {
        try {
            waitsNanos = GrpcTimeout.nanos(request.getHeader(GrpcTimeout.HEADER));
            method = handler.methods().at(path());
        } catch (RuntimeException refused) {
            failed(refused);
            return;
        }
        request.handler(this::arrived).exceptionHandler(gone -> close()).endHandler(nothing -> whole());
        handler.vertx().runOnContext(nothing -> watch()); // by then most calls are over, and cost no timer
    }

    private String path() {
        return Objects.requireNonNullElse(request.path(), "");
    }

    private void arrived(Buffer more) {
        if (!gathering) {
            return;
        }
        try {
            admit((long) body.length() + more.length());
            body = body.length() == 0 ? more : body.appendBuffer(more);
        } catch (RuntimeException refused) {
            failed(refused);
        }
    }

    private void admit(long bytes) {
        long max = handler.limits().jsonBytesMax();
        if (bytes - GrpcAnswers.PREFIX_BYTES > max) {
            throw new HttpFailure(413, "the message is too large, expected at most " + max + " bytes");
        }
        if (bytes > InferenceHandler.INLINE_BYTES_MAX && place == null) {
            place = handler.largeOnes().take();
        }
    }

    private void watch() {
        if (!closed) {
            long nanos = Math.min(handler.limits().silenceMax().toNanos(), Math.max(0, waitsNanos - elapsed()));
            timer = handler.vertx().setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), late -> {
                timer = NO_TIMER;
                late();
            });
        }
    }

    private long elapsed() {
        return System.nanoTime() - begun;
    }

    private void late() {
        if (answered) {
            request.response().reset(CANCEL);
            close();
        } else if (waitsNanos <= handler.limits().silenceMax().toNanos()) {
            failed(deadline());
        } else {
            Duration max = handler.limits().silenceMax();
            failed(new HttpFailure(408, "the call did not end within " + max.toMillis() + " ms"));
        }
    }

    private HttpFailure deadline() {
        return new HttpFailure(
                408, "the caller's deadline of " + TimeUnit.NANOSECONDS.toMillis(waitsNanos) + " ms has passed");
    }

    private void whole() {
        GrpcMethod asked = method;
        if (!gathering || asked == null) {
            return;
        }
        gathering = false;
        try {
            var question = new GrpcQuestion(path(), message(), request.getHeader(USER));
            body = NOTHING;
            if (place == null && asked instanceof GrpcMethod.Prompt) {
                answered(answer(asked, question));
            } else {
                handler.work()
                        .run(
                                handler.vertx(),
                                () -> answer(asked, question),
                                this::answeredElsewhere,
                                this::failedElsewhere);
            }
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            failed(e);
        }
    }

    /// The one message without its prefix.
    private byte[] message() {
        int bytes = body.length() - GrpcAnswers.PREFIX_BYTES;
        if (bytes < 0 || body.getInt(1) != bytes) {
            throw new PakitException.Invalid("the call must hold one whole message, found " + body.length() + " bytes");
        }
        if (body.getByte(0) != 0) {
            throw new HttpFailure(501, "compressed messages are not taken, send them with grpc-encoding: identity");
        }
        return body.getBytes(GrpcAnswers.PREFIX_BYTES, body.length());
    }

    private byte[] answer(GrpcMethod asked, GrpcQuestion question) {
        if (elapsed() >= waitsNanos) {
            throw deadline();
        }
        return asked.frame(question);
    }

    private void answeredElsewhere(byte[] answer) {
        leave();
        answered(answer);
    }

    private void failedElsewhere(Throwable failure) {
        leave();
        failed(failure);
    }

    private void answered(byte[] answer) {
        if (!closed) {
            answered = true;
            GrpcAnswers.message(request, answer).onComplete(written -> close());
        }
    }

    private void failed(Throwable failure) {
        if (!closed) {
            boolean whole = !gathering;
            GrpcAnswers.failed(request, failure);
            close();
            if (!whole) {
                request.response().reset(0); // RFC 9113, 8.1: the rest of the request is not needed
            }
        }
    }

    private void close() {
        boolean working = !gathering && place != null && !answered;
        closed = true;
        gathering = false;
        body = NOTHING;
        if (timer != NO_TIMER) {
            handler.vertx().cancelTimer(timer);
            timer = NO_TIMER;
        }
        if (!working) {
            leave(); // else when the work is done, which is what the place is for
        }
    }

    private void leave() {
        Places.Place held = place;
        if (held != null) {
            held.close();
        }
    }
}
