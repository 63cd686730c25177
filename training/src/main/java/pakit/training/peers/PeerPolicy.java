package pakit.training.peers;

import org.jspecify.annotations.Nullable;
import pakit.ml.peers.NetworkCoordinate;

/// A way to choose peers, as one client plays it. Times are milliseconds.
public interface PeerPolicy {
    /// @param order candidates, best first
    /// @param hedgeAfterMs infinite for never
    /// @param probes whom to probe now
    record Choice(int[] order, double hedgeAfterMs, double timeoutMs, int[] probes) {
        static final double TIMEOUT_MS = 3_000;
        private static final int[] NOBODY = {};

        static Choice of(int[] order) {
            return new Choice(order, Double.POSITIVE_INFINITY, TIMEOUT_MS, NOBODY);
        }

        Choice withProbes(int[] whom) {
            return new Choice(order, hedgeAfterMs, timeoutMs, whom);
        }
    }

    /// What a server says of itself.
    ///
    /// @param waitedMs how long the request waited
    /// @param backlogMs how long a new one would
    /// @param inFlight requests at the server
    record Report(
            double waitedMs,
            double backlogMs,
            double serviceMs,
            int inFlight,
            @Nullable NetworkCoordinate coordinate) {}

    Choice choose(int[] candidates, double nowMs);

    default void sent(int peer, double nowMs) {}

    default void answered(int peer, double latencyMs, Report report, double nowMs) {}

    /// An answer of a peer that had been given up.
    default void late(int peer, double latencyMs, Report report, double nowMs) {
        answered(peer, latencyMs, report, nowMs);
    }

    default void failed(int peer, double waitedMs, double nowMs) {}

    default void probed(int peer, double roundTripMs, Report report, double nowMs) {}

    /// A probe that nobody answered in time.
    default void unheard(int peer, double waitedMs, double nowMs) {}

    /// Whether a second request may be sent now.
    default boolean hedge() {
        return false;
    }

    /// Where this client is; null if it does not know.
    default @Nullable NetworkCoordinate coordinate() {
        return null;
    }

    /// Where another node said it was.
    default void introduced(int peer, NetworkCoordinate coordinate) {}
}
