package pakit.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/// What every request passes, whatever protocol it speaks: first the guards, then whoever answers it. Inference, by far
/// the most frequent, does not take the way through the router, which costs as much as a prediction.
final class FrontDoor implements Handler<HttpServerRequest> {
    private final List<Guard> guards;
    private final InferenceHandler inference;
    private final GrpcHandler grpc;
    private final Handler<HttpServerRequest> routes;

    /// @param guards asked in this order
    FrontDoor(List<Guard> guards, InferenceHandler inference, GrpcHandler grpc, Handler<HttpServerRequest> routes) {
        this.guards = List.copyOf(guards);
        this.inference = inference;
        this.grpc = grpc;
        this.routes = routes;
    }

    @Override
    public void handle(HttpServerRequest request) {
        boolean isGrpc = GrpcHandler.isGrpc(request);
        try {
            for (Guard guard : guards) {
                guard.check(request);
            }
        } catch (RuntimeException refused) {
            if (isGrpc) {
                GrpcAnswers.failed(request, refused);
            } else {
                Answers.failed(request, refused);
            }
            return;
        }
        if (isGrpc) {
            grpc.answer(request);
        } else if (!inference.takes(request)) {
            routes.handle(request);
        }
    }

    /// Lets a request in, or not.
    interface Guard {
        /// Returns if the request may come in.
        ///
        /// @throws HttpFailure with the status and the words of the refusal
        void check(HttpServerRequest request);
    }
}
