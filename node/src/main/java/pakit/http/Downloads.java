package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;

/// Answers with streams, each written on a thread of its own, no faster than the client takes it.
final class Downloads {
    private final Work work;
    private final BrokenAnswers broken;
    private final Duration silenceMax;

    Downloads(Work work, BrokenAnswers broken, Duration silenceMax) {
        this.work = work;
        this.broken = broken;
        this.silenceMax = silenceMax;
    }

    /// Answers with what `content` writes.
    void send(RoutingContext request, String mediaType, Content content) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, mediaType)
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader(BrokenAnswers.HEADER, broken.newTicket());
        DownloadStream body = new DownloadStream(request.response(), silenceMax);
        work.run(
                request,
                () -> {
                    content.writeTo(body);
                    body.finish();
                    return body;
                },
                finished -> {});
    }

    /// What is answered; may wait.
    interface Content {
        void writeTo(DownloadStream body) throws IOException;
    }
}
