package pakit.ml.gossip;

import java.util.List;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;

/// Conditions as a row of numbers, and an answer as another: the served form of the optimizer. Whatever a row holds, it
/// is brought to conditions that can be: a stranger on the port may send any numbers.
public final class ConditionsRow {
    public static final List<String> INPUTS = List.of(
            "nodes",
            "loss_share",
            "stale_share",
            "payload_bytes",
            "round_trip_ms",
            "uplink_bytes_per_second",
            "deadline_ms");
    public static final List<String> OUTPUTS = List.of(
            "choice",
            "mode",
            "eager_degree",
            "mesh_degree",
            "heartbeat_peers",
            "heartbeat_ms",
            "fetch_timeout_ms",
            "fanout",
            "ttl",
            "coverage_bound");

    private static final double SHARE_MAX = 0.99;
    private static final double LARGE = 1e12;

    private ConditionsRow() {}

    /// @param at where the row begins; a deadline that is not positive means none
    public static NetworkConditions read(float[] rows, int at) {
        double deadline = rows[at + 6];
        return new NetworkConditions(
                Math.clamp(rows[at], 2, LARGE),
                Math.clamp(rows[at + 1], 0, SHARE_MAX),
                Math.clamp(rows[at + 2], 0, SHARE_MAX),
                Math.clamp(rows[at + 3], 1, LARGE),
                Math.clamp(rows[at + 4], 1e-3, LARGE),
                Math.clamp(rows[at + 5], 1, LARGE),
                deadline > 0 ? Math.max(1e-3, deadline) : Double.POSITIVE_INFINITY);
    }

    /// The row of `conditions`.
    public static float[] of(NetworkConditions conditions) {
        double deadline = conditions.deadlineMillis();
        return new float[] {
            (float) conditions.nodes(),
            (float) conditions.lossShare(),
            (float) conditions.staleShare(),
            (float) conditions.payloadBytes(),
            (float) conditions.roundTripMillis(),
            (float) conditions.uplinkBytesPerSecond(),
            Double.isInfinite(deadline) ? 0 : (float) deadline
        };
    }

    /// Writes what the optimizer answers; `choice` is a number in [NetworkOptimizer#choices], `mode` one in
    /// [GossipMode].
    public static void write(NetworkOptimizer optimizer, NetworkConditions conditions, float[] out, int at) {
        GossipParams params = optimizer.params(conditions);
        out[at] = Action.ALL.indexOf(Action.of(params));
        out[at + 1] = params.mode().ordinal();
        out[at + 2] = params.eagerDegree();
        out[at + 3] = params.meshDegree();
        out[at + 4] = params.heartbeatPeers();
        out[at + 5] = (float) params.heartbeatMillis();
        out[at + 6] = (float) params.fetchTimeoutMillis();
        out[at + 7] = params.fanout();
        out[at + 8] = params.ttl();
        out[at + 9] = (float) optimizer.coverageBound(conditions, params);
    }

    /// The number of the choice without anything learnt: what an optimizer has to beat.
    public static int rule(NetworkConditions conditions) {
        return Action.ALL.indexOf(AnalyticController.choose(conditions));
    }
}
