package pakit.ml.peers;

import org.jspecify.annotations.Nullable;

/// What a peer says of itself beside an answer. It is believed as far as it explains what was measured: a peer that
/// reports no queue and answers late is learnt to be slow.
///
/// @param waitedNanos how long this request waited at the peer before it was worked on; 0 for a probe
/// @param backlogNanos how long a request that came now would wait
/// @param serviceNanos the mean time of work on one request
/// @param coordinate where the peer sees itself; null if it keeps none
public record PeerReport(
        long waitedNanos,
        long backlogNanos,
        long serviceNanos,
        @Nullable NetworkCoordinate coordinate) {
    public PeerReport {
        notNegative("waitedNanos", waitedNanos);
        notNegative("backlogNanos", backlogNanos);
        notNegative("serviceNanos", serviceNanos);
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, found " + value);
        }
    }
}
