package pakit.hint;

/// How to spread one message. Sent along with it, so that all nodes do the same.
///
/// @param mode what goes out on links
/// @param eagerDegree links of the mesh that carry the message itself, in mode [GossipMode#EAGER]; at most `meshDegree`
/// @param meshDegree links of a node, used both ways
/// @param heartbeatPeers random peers that are told of the message with each heartbeat; 0 for no heartbeats
/// @param heartbeatMillis time between heartbeats, of which there are [#HEARTBEATS]
/// @param fetchTimeoutMillis when to pull from the next one that announced the message
/// @param fanout for a network that only knows to push to random peers: to how many
/// @param ttl the same: over how many hops
public record GossipParams(
        GossipMode mode,
        int eagerDegree,
        int meshDegree,
        int heartbeatPeers,
        double heartbeatMillis,
        double fetchTimeoutMillis,
        int fanout,
        int ttl) {
    public static final int HEARTBEATS = 3;
    public static final int MESH_DEGREE_MIN = 4;
    public static final int MESH_DEGREE_MAX = 10;
    public static final int HEARTBEAT_PEERS_MAX = 3;
    public static final int FANOUT_MIN = 4;
    public static final int FANOUT_MAX = 8;
    public static final int TTL_MIN = 8;
    public static final int TTL_MAX = 12;

    public GossipParams {
        within("meshDegree", meshDegree, MESH_DEGREE_MIN, MESH_DEGREE_MAX);
        within("eagerDegree", eagerDegree, 0, meshDegree);
        within("heartbeatPeers", heartbeatPeers, 0, HEARTBEAT_PEERS_MAX);
        within("fanout", fanout, FANOUT_MIN, FANOUT_MAX);
        within("ttl", ttl, TTL_MIN, TTL_MAX);
        positive("heartbeatMillis", heartbeatMillis);
        positive("fetchTimeoutMillis", fetchTimeoutMillis);
    }

    private static void within(String name, int found, int min, int max) {
        if (found < min || found > max) {
            throw new IllegalArgumentException(name + " must be " + min + " to " + max + ", found " + found);
        }
    }

    private static void positive(String name, double found) {
        if (!(found > 0) || Double.isInfinite(found)) {
            throw new IllegalArgumentException(name + " must be positive and finite, found " + found);
        }
    }
}
