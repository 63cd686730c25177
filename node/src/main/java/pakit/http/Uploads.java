package pakit.http;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Locale;

/// Takes in streams: a few at a time, each on a thread of its own, no faster than they are worked off.
final class Uploads {
    /// What one byte after the other is, whatever it means.
    static final String BYTES = "application/octet-stream";

    private static final String TAR = "application/x-tar";

    private final Work work;
    private final Places places;
    private final Duration silenceMax;

    Uploads(Work work, HttpLimits limits) {
        this.work = work;
        this.places = new Places("uploads", limits.uploadsMax());
        this.silenceMax = limits.silenceMax();
    }

    /// Answers with the JSON of what `intake` makes of the body, a tar stream.
    void take(RoutingContext request, Intake intake) {
        take(request, TAR, intake);
    }

    /// Answers with the JSON of what `intake` makes of the body.
    ///
    /// @param mediaType what the body must be, if it says what it is; plain bytes may be anything
    void take(RoutingContext request, String mediaType, Intake intake) {
        requireMediaType(request, mediaType);
        Places.Place place = places.take();
        HttpServerRequest http = request.request();
        if ("100-continue".equalsIgnoreCase(http.getHeader(HttpHeaders.EXPECT))) {
            http.response().writeContinue();
        }
        UploadStream body = new UploadStream(http, silenceMax);
        work.run(request, () -> takeIn(body, place, intake), answer -> Answers.json(request, 200, answer));
    }

    private static Object takeIn(UploadStream body, Places.Place place, Intake intake) throws IOException {
        try (place;
                body) {
            return intake.of(body);
        }
    }

    private static void requireMediaType(RoutingContext request, String wanted) {
        String type = request.request().getHeader(HttpHeaders.CONTENT_TYPE);
        String found = type == null ? BYTES : withoutParameters(type);
        if (!found.equals(wanted) && !found.equals(BYTES)) {
            String what = wanted.equals(TAR) ? "a tar stream (" + TAR + ")" : wanted;
            throw new HttpFailure(415, "the body must be " + what + ", found '" + type + "'");
        }
    }

    private static String withoutParameters(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        String type = semicolon < 0 ? mediaType : mediaType.substring(0, semicolon);
        return type.strip().toLowerCase(Locale.ROOT);
    }

    /// What is made of a body; may wait.
    interface Intake {
        Object of(InputStream body) throws IOException;
    }
}
