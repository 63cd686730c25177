package pakit.hint;

/// What is known of the network before a message is spread. Shares are 0 to 1.
///
/// @param nodes how many there are, roughly
/// @param lossShare of messages that do not arrive
/// @param staleShare of peers in a node's view that are gone
/// @param payloadBytes of the message
/// @param roundTripMillis mean between two nodes
/// @param uplinkBytesPerSecond of a node
/// @param deadlineMillis by when 99 of 100 should have it; infinite if it does not matter
public record NetworkConditions(
        double nodes,
        double lossShare,
        double staleShare,
        double payloadBytes,
        double roundTripMillis,
        double uplinkBytesPerSecond,
        double deadlineMillis) {
    public NetworkConditions {
        atLeast("nodes", nodes, 2);
        share("lossShare", lossShare);
        share("staleShare", staleShare);
        atLeast("payloadBytes", payloadBytes, 1);
        atLeast("roundTripMillis", roundTripMillis, 1e-3);
        atLeast("uplinkBytesPerSecond", uplinkBytesPerSecond, 1);
        if (!(deadlineMillis > 0)) {
            throw new IllegalArgumentException("deadlineMillis must be positive, found " + deadlineMillis);
        }
    }

    private static void atLeast(String name, double found, double min) {
        if (!(found >= min) || Double.isInfinite(found)) {
            throw new IllegalArgumentException(name + " must be finite and at least " + min + ", found " + found);
        }
    }

    private static void share(String name, double found) {
        if (!(found >= 0 && found < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1, found " + found);
        }
    }

    /// How long one message takes to leave a node, besides the way.
    public double uplinkMillis() {
        return 1e3 * payloadBytes / uplinkBytesPerSecond;
    }
}
