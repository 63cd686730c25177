package pakit.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;
import pakit.node.NodeJson;

/// Writes answers: JSON when it went well, a problem document when it did not.
final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final String RETRY_AFTER_SECONDS = "1";
    private static final long INTERNAL_ERROR = 2; // of RFC 9113
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private final BrokenAnswers broken;

    Answers(BrokenAnswers broken) {
        this.broken = broken;
    }

    static void json(RoutingContext request, int status, Object answer) {
        json(request, status, NodeJson.write(answer));
    }

    static void json(RoutingContext request, int status, byte[] document) {
        json(request.response(), status, document);
    }

    static void json(HttpServerResponse response, int status, byte[] document) {
        if (isOpen(response)) {
            response.setStatusCode(status)
                    .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
                    .end(Buffer.buffer(document));
        }
    }

    static void text(RoutingContext request, String mediaType, String text) {
        if (isOpen(request.response())) {
            request.response().putHeader(HttpHeaders.CONTENT_TYPE, mediaType).end(text);
        }
    }

    /// Answers a request that failed, or that no route takes. An answer that has begun is cut off, so that nobody takes
    /// it for whole.
    void failed(RoutingContext request) {
        Throwable failure = request.failure();
        int status = request.statusCode();
        Problem problem = failure == null || (status >= 400 && status < 500 && !isKnown(failure))
                ? Problem.of(Math.max(status, 400), detail(request))
                : problem(request.request(), failure);
        HttpServerResponse response = request.response();
        if (response.headWritten()) {
            String ticket = response.headers().get(BrokenAnswers.HEADER);
            if (ticket != null) {
                broken.add(ticket, problem);
            }
            cutOff(request.request());
        } else {
            write(request.request(), problem);
        }
    }

    /// Ends a request whose answer will not become whole: with HTTP/2 it alone, else its connection.
    static void cutOff(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(INTERNAL_ERROR);
        } else {
            request.connection().close();
        }
    }

    /// Answers a request that failed before its answer began.
    static void failed(HttpServerRequest request, Throwable failure) {
        write(request, problem(request, failure));
    }

    /// As the answer's reader expects it: clients of the Open Inference Protocol look for an `error`.
    static void write(HttpServerRequest request, Problem problem) {
        HttpServerResponse response = request.response();
        if (isOpen(response)) {
            String path = request.path();
            Object document = path != null && path.startsWith("/v2") ? InferenceProblem.of(problem) : problem;
            if (problem.status() == 429 || problem.status() == 503) {
                response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
            }
            response.setStatusCode(problem.status())
                    .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
                    .end(Buffer.buffer(NodeJson.write(document)));
        }
    }

    private record InferenceProblem(String type, String title, int status, String detail, String error) {
        static InferenceProblem of(Problem problem) {
            return new InferenceProblem(
                    problem.type(), problem.title(), problem.status(), problem.detail(), problem.detail());
        }
    }

    private static boolean isKnown(Throwable failure) {
        return failure instanceof PakitException
                || failure instanceof DownloadStream.ClientGone
                || failure instanceof HttpFailure;
    }

    private static Problem problem(HttpServerRequest request, Throwable failure) {
        return switch (failure) {
            case PakitException ours -> Problem.of(ours);
            case DownloadStream.ClientGone gone -> Problem.of(408, String.valueOf(gone.getMessage()));
            case HttpFailure http -> Problem.of(http.status(), String.valueOf(http.getMessage()));
            default -> unexpected(request, failure);
        };
    }

    /// What is not ours may speak of paths and classes: it goes to the log only.
    private static Problem unexpected(HttpServerRequest request, Throwable failure) {
        LOG.error("{} {} failed", request.method(), request.path(), failure);
        return Problem.of(500, "the node failed to answer; its log says why");
    }

    private static String detail(RoutingContext request) {
        String what = request.request().method() + " " + request.request().path();
        return switch (request.statusCode()) {
            case 404 -> "there is nothing at " + what;
            case 405 -> what + " is not allowed";
            case 406 -> what + " cannot answer in the form that 'Accept' asks for";
            case 413 -> what + " has a body that is too large";
            case 415 ->
                what + " does not take a body of type '" + contentType(request)
                        + "': send it with 'Content-Type: application/json'";
            default -> what + " was not understood";
        };
    }

    private static String contentType(RoutingContext request) {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        return type == null ? "" : type;
    }

    private static boolean isOpen(HttpServerResponse response) {
        return !response.ended() && !response.closed();
    }
}
