package pakit.http;

/// A failure that only HTTP knows: too large, too many, too slow.
final class HttpFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    HttpFailure(int status, String message) {
        super(message, null, false, false); // an answer, not a fault: nobody reads its stack
        this.status = status;
    }

    int status() {
        return status;
    }
}
