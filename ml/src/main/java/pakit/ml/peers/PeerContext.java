package pakit.ml.peers;

/// What is known of a request before it is sent.
///
/// @param timeoutNanosMax the longest that the caller would wait for one peer
public record PeerContext(long timeoutNanosMax) {
    public PeerContext {
        if (timeoutNanosMax <= 0) {
            throw new IllegalArgumentException("timeoutNanosMax must be positive, found " + timeoutNanosMax);
        }
    }
}
