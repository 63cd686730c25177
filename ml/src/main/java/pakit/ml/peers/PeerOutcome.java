package pakit.ml.peers;

import org.jspecify.annotations.Nullable;

/// What came of asking a peer.
public sealed interface PeerOutcome {
    /// It answered in time.
    ///
    /// @param latencyNanos from sending to the whole answer
    /// @param report what the peer said of itself; null if it says nothing
    record Answered(long latencyNanos, @Nullable PeerReport report) implements PeerOutcome {
        public Answered {
            positive("latencyNanos", latencyNanos);
        }
    }

    /// It answered after it had been given up.
    ///
    /// @param latencyNanos from sending to the whole answer
    /// @param report what the peer said of itself; null if it says nothing
    record Late(long latencyNanos, @Nullable PeerReport report) implements PeerOutcome {
        public Late {
            positive("latencyNanos", latencyNanos);
        }
    }

    /// It did not answer: refused, broken, or silent until the time-out.
    ///
    /// @param waitedNanos from sending to giving up
    record Failed(long waitedNanos) implements PeerOutcome {
        public Failed {
            positive("waitedNanos", waitedNanos);
        }
    }

    /// It did not answer a probe.
    ///
    /// @param waitedNanos from sending to giving up
    record Unheard(long waitedNanos) implements PeerOutcome {
        public Unheard {
            positive("waitedNanos", waitedNanos);
        }
    }

    /// It answered a probe.
    ///
    /// @param roundTripNanos from sending to the answer
    record Probed(long roundTripNanos, PeerReport report) implements PeerOutcome {
        public Probed {
            positive("roundTripNanos", roundTripNanos);
        }
    }

    private static void positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be positive, found " + value);
        }
    }
}
