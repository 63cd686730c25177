package pakit.http;

import pakit.error.PakitException;

/// The outcomes of gRPC calls that Pakit knows, with the numbers that go over the wire.
enum GrpcStatus {
    INVALID_ARGUMENT(3),
    DEADLINE_EXCEEDED(4),
    NOT_FOUND(5),
    PERMISSION_DENIED(7),
    RESOURCE_EXHAUSTED(8),
    FAILED_PRECONDITION(9),
    UNIMPLEMENTED(12),
    INTERNAL(13),
    UNAVAILABLE(14),
    UNAUTHENTICATED(16);

    private final int code;

    GrpcStatus(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /// The name of the status with that number, or the number where Pakit does not know it.
    static String name(String code) {
        for (GrpcStatus status : values()) {
            if (Integer.toString(status.code).equals(code)) {
                return status.name();
            }
        }
        return code;
    }

    static GrpcStatus of(PakitException failure) {
        return switch (ProblemKind.of(failure)) {
            case INVALID -> INVALID_ARGUMENT;
            case REFUSED -> FAILED_PRECONDITION;
            case NOT_FOUND -> NOT_FOUND;
            case CORRUPT -> INTERNAL;
            case UNAVAILABLE -> UNAVAILABLE;
        };
    }

    static GrpcStatus of(HttpFailure failure) {
        return switch (failure.status()) {
            case 400 -> INVALID_ARGUMENT;
            case 401 -> UNAUTHENTICATED;
            case 403 -> PERMISSION_DENIED;
            case 408 -> DEADLINE_EXCEEDED;
            case 413, 429 -> RESOURCE_EXHAUSTED;
            case 501 -> UNIMPLEMENTED;
            case 503 -> UNAVAILABLE;
            default -> INTERNAL;
        };
    }
}
