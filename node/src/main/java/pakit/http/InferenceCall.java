package pakit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One inference request on its way: its body is gathered, bounded in size and in the time that it may take to arrive,
/// then answered. Belongs to one event loop.
final class InferenceCall {
    private static final Buffer NOTHING = Buffer.buffer(0);
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    private static final CharSequence BYTES = HttpHeaders.createOptimized("application/octet-stream");
    private static final CharSequence JSON_LENGTH = HttpHeaders.createOptimized(InferenceHandler.JSON_LENGTH);
    private static final CharSequence USER = HttpHeaders.createOptimized(Units.HEADER);
    private static final long NO_TIMER = -1;

    private final InferenceHandler handler;
    private final HttpServerRequest request;
    private final String model;
    private final @Nullable String version;
    private Buffer body = NOTHING;
    private Places.@Nullable Place place;
    private boolean gathering = true;
    private long timer = NO_TIMER;

    InferenceCall(InferenceHandler handler, HttpServerRequest request, String model, @Nullable String version) {
        this.handler = handler;
        this.request = request;
        this.model = model;
        this.version = version;
    }

    void begin() {
        try {
            admit(declaredBytes());
        } catch (RuntimeException refused) {
            broken(refused);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        request.handler(this::arrived).exceptionHandler(this::broken).endHandler(nothing -> whole());
        handler.vertx().runOnContext(nothing -> watch()); // by then most bodies are here, and cost no timer
    }

    /// As `Content-Length` says, 0 if it does not.
    private long declaredBytes() {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? 0 : Long.parseLong(length); // Netty has checked it
    }

    /// Lets a body grow to `bytes`.
    private void admit(long bytes) {
        int max = handler.limits().jsonBytesMax();
        if (bytes > max) {
            throw new HttpFailure(413, "the body is too large, expected at most " + max + " bytes");
        }
        if (bytes > InferenceHandler.INLINE_BYTES_MAX && place == null) {
            place = handler.largeOnes().take();
        }
    }

    private void arrived(Buffer more) {
        if (!gathering) {
            return;
        }
        try {
            admit((long) body.length() + more.length());
        } catch (RuntimeException refused) {
            broken(refused);
            return;
        }
        body = body.length() == 0 ? more : body.appendBuffer(more);
    }

    private void watch() {
        if (gathering) {
            Duration arrivalMax = handler.limits().silenceMax();
            timer = handler.vertx().setTimer(arrivalMax.toMillis(), late -> {
                broken(new HttpFailure(408, "the body did not arrive within " + arrivalMax.toMillis() + " ms"));
                Answers.cutOff(request);
            });
        }
    }

    /// The body will not become whole.
    private void broken(Throwable failure) {
        if (gathering) {
            gathered();
            answered(failure);
        }
    }

    private void whole() {
        if (!gathering) {
            return;
        }
        byte[] bytes = body.getBytes();
        String jsonLength = request.getHeader(JSON_LENGTH);
        String user = request.getHeader(USER);
        gathered();
        if (place == null) {
            try {
                answered(handler.infer(model, version, bytes, jsonLength, user));
            } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
                answered(e);
            }
        } else {
            handler.work()
                    .run(
                            handler.vertx(),
                            () -> handler.infer(model, version, bytes, jsonLength, user),
                            this::answered,
                            this::answered);
        }
    }

    private void gathered() {
        gathering = false;
        body = NOTHING;
        if (timer != NO_TIMER) {
            handler.vertx().cancelTimer(timer);
        }
    }

    private void answered(InferenceAnswer answer) {
        leave();
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (answer.hasBinary()) {
            response.putHeader(HttpHeaders.CONTENT_TYPE, BYTES)
                    .putHeader(JSON_LENGTH, Integer.toString(answer.jsonBytes()));
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, JSON);
        }
        response.end(answer.body());
    }

    private void answered(Throwable failure) {
        leave();
        Answers.failed(request, failure);
    }

    private void leave() {
        if (place != null) {
            place.close();
        }
    }
}
