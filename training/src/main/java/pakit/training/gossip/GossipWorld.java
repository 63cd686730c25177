package pakit.training.gossip;

import pakit.hint.NetworkConditions;

/// What a network is like, for the simulator.
///
/// @param nodes alive and dead
/// @param lossShare of messages that do not arrive
/// @param deadShare of nodes that are gone and still in everybody's views
/// @param churnShare of nodes that are drawn anew, alive or dead, between two broadcasts
/// @param payloadBytes of one message
/// @param uplinkBytesPerSecond of each node; what is sent waits for what is being sent
/// @param seed of everything that is drawn
public record GossipWorld(
        int nodes,
        double lossShare,
        double deadShare,
        double churnShare,
        int payloadBytes,
        double uplinkBytesPerSecond,
        long seed) {
    private static final int NODES_MAX = 1 << Spread.NODE_BITS;

    public GossipWorld {
        if (nodes < 32 || nodes > NODES_MAX) {
            throw new IllegalArgumentException("nodes must be 32 to " + NODES_MAX + ", found " + nodes);
        }
        share("lossShare", lossShare);
        share("deadShare", deadShare);
        share("churnShare", churnShare);
        if (payloadBytes < 1 || !(uplinkBytesPerSecond > 0)) {
            throw new IllegalArgumentException("payloadBytes and uplinkBytesPerSecond must be positive, found "
                    + payloadBytes + " and " + uplinkBytesPerSecond);
        }
    }

    private static void share(String name, double found) {
        if (!(found >= 0 && found < 1)) {
            throw new IllegalArgumentException(name + " must be at least 0 and below 1, found " + found);
        }
    }

    /// The same network after its weather changed.
    public GossipWorld with(double loss, double dead) {
        return new GossipWorld(nodes, loss, dead, churnShare, payloadBytes, uplinkBytesPerSecond, seed);
    }

    /// What an optimizer would be told that knows the weather.
    NetworkConditions conditions(double roundTripMillis, double deadlineMillis) {
        return new NetworkConditions(
                nodes, lossShare, deadShare, payloadBytes, roundTripMillis, uplinkBytesPerSecond, deadlineMillis);
    }

    public GossipWorld withSeed(long other) {
        return new GossipWorld(nodes, lossShare, deadShare, churnShare, payloadBytes, uplinkBytesPerSecond, other);
    }
}
