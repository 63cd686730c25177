package pakit.http;

import pakit.error.PakitException;

/// The kinds of failure that both ends of the port know: the one place where they meet their statuses.
enum ProblemKind {
    INVALID(400),
    REFUSED(409),
    NOT_FOUND(404),
    CORRUPT(500),
    UNAVAILABLE(503);

    private static final String TYPE_PREFIX = "urn:pakit:problem:";

    private final int status;

    ProblemKind(int status) {
        this.status = status;
    }

    static ProblemKind of(PakitException failure) {
        return switch (failure) {
            case PakitException.Invalid e -> INVALID;
            case PakitException.Refused e -> REFUSED;
            case PakitException.NotFound e -> NOT_FOUND;
            case PakitException.Corrupt e -> CORRUPT;
            case PakitException.Unavailable e -> UNAVAILABLE;
        };
    }

    /// The failure again, at the other end.
    PakitException failure(String detail) {
        return switch (this) {
            case INVALID -> new PakitException.Invalid(detail);
            case REFUSED -> new PakitException.Refused(detail);
            case NOT_FOUND -> new PakitException.NotFound(detail);
            case CORRUPT -> new PakitException.Corrupt(detail);
            case UNAVAILABLE -> new PakitException.Unavailable(detail);
        };
    }

    int status() {
        return status;
    }

    /// The problem type, as in `urn:pakit:problem:not-found`.
    String type() {
        return TYPE_PREFIX + name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
}
