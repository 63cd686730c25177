package pakit.http;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Arrays;
import java.util.Optional;
import pakit.error.PakitException;

/// A problem document (RFC 9457): what went wrong with a request, for programs and for people.
///
/// @param type a [ProblemKind]'s, or `about:blank` where the status says it all
/// @param detail the failure's own words
record Problem(String type, String title, int status, String detail) {
    static final String MEDIA_TYPE = "application/problem+json";

    private static final String BLANK = "about:blank";

    static Problem of(PakitException failure) {
        ProblemKind kind = ProblemKind.of(failure);
        return new Problem(kind.type(), phrase(kind.status()), kind.status(), String.valueOf(failure.getMessage()));
    }

    static Problem of(int status, String detail) {
        return new Problem(BLANK, phrase(status), status, detail);
    }

    /// The failure that this problem was made of, if it was one of ours.
    Optional<PakitException> failure() {
        return Arrays.stream(ProblemKind.values())
                .filter(kind -> kind.type().equals(type))
                .findFirst()
                .map(kind -> kind.failure(detail));
    }

    private static String phrase(int status) {
        return HttpResponseStatus.valueOf(status).reasonPhrase();
    }
}
