package pakit.http;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Duration;

/// Reads a JSON body into memory: bounded in size, and in the time that it may take to arrive.
final class JsonBody implements Handler<RoutingContext> {
    private final BodyHandler body;
    private final Duration arrivalMax;

    JsonBody(int bytesMax, Duration arrivalMax) {
        this.body = BodyHandler.create(false).setBodyLimit(bytesMax);
        this.arrivalMax = arrivalMax;
    }

    @Override
    public void handle(RoutingContext request) {
        request.vertx().runOnContext(nothing -> watch(request)); // by then most bodies are here, and cost no timer
        body.handle(request);
    }

    private void watch(RoutingContext request) {
        HttpServerRequest http = request.request();
        if (http.isEnded() || request.failed()) {
            return;
        }
        Vertx vertx = request.vertx();
        long timer = vertx.setTimer(arrivalMax.toMillis(), late -> {
            request.fail(new HttpFailure(408, "the body did not arrive within " + arrivalMax.toMillis() + " ms"));
            Answers.cutOff(http);
        });
        http.end().onComplete(arrived -> vertx.cancelTimer(timer));
    }
}
