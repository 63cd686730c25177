package pakit.ml.gossip;

import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;

/// The choice that needs no learning: the cheapest action that is expected to be safe with room to spare, else the one
/// that reaches most. And what follows from a choice: times and, for networks that only know to push to random peers,
/// fanout and time to live.
final class AnalyticController {
    /// Mean share of nodes that may miss a message: coverage of 99.9 %, with some room.
    private static final double MISSING_MAX = 7e-4;
    /// One message in so many may miss more than half a per cent of the nodes.
    private static final double HOLES = 0.003;

    private static final double SPARE = 3;
    /// Pushing to `f` random peers misses `exp(-f * reach)` of all: half a per cent at this many that arrive.
    private static final double ARRIVING = 5.32;

    private static final int HOPS_TO_SPARE = 4;
    private static final double MILLIS_MIN = 50;

    private AnalyticController() {}

    /// The share of nodes that may miss a message on average. In small networks half a per cent is few nodes or none,
    /// so that the mean has to be lower: of a Poisson number with a small mean `m`, the chance to be above `k` is
    /// `m^(k+1) / (k+1)!`.
    static double missingMax(NetworkConditions conditions) {
        int allowed = (int) Math.min(10, NetworkOptimizer.MISSING_BOUND * conditions.nodes());
        double holes = HOLES;
        for (int i = 2; i <= allowed + 1; i++) {
            holes *= i;
        }
        return Math.min(MISSING_MAX, Math.pow(holes, 1.0 / (allowed + 1)) / conditions.nodes());
    }

    static Action choose(NetworkConditions conditions) {
        Action best = Action.ALL.getFirst();
        double bestCost = Double.POSITIVE_INFINITY;
        for (Action action : Action.ALL) {
            Expectation expected = Expectation.of(action, conditions);
            double excess = Math.max(1, SPARE * expected.missingShare() / missingMax(conditions));
            double late = Math.max(1, expected.p99Millis() / conditions.deadlineMillis());
            // What is not safe is never cheaper than what is.
            double cost = expected.bytesPerNode() * (excess > 1 ? 1e6 * excess : 1) * (late > 1 ? 100 * late : 1);
            if (cost < bestCost) {
                best = action;
                bestCost = cost;
            }
        }
        return best;
    }

    static GossipParams params(Action action, NetworkConditions conditions) {
        double reaches = (1 - conditions.lossShare()) * (1 - conditions.staleShare());
        int fanout = (int) Math.clamp(Math.ceil(ARRIVING / reaches), GossipParams.FANOUT_MIN, GossipParams.FANOUT_MAX);
        double growth = Math.log(Math.max(2, fanout * reaches));
        double hops = Math.ceil(Math.log(conditions.nodes()) / growth) + HOPS_TO_SPARE;
        // Who is asked may have to answer all its links first.
        double uplinks = conditions.uplinkMillis() * (2 + action.meshDegree());
        return new GossipParams(
                action.mode(),
                action.eagerDegree(),
                action.meshDegree(),
                action.heartbeatPeers(),
                Math.max(MILLIS_MIN, 4 * conditions.roundTripMillis()),
                Math.max(MILLIS_MIN, 3 * conditions.roundTripMillis() + uplinks),
                fanout,
                (int) Math.clamp(hops, GossipParams.TTL_MIN, GossipParams.TTL_MAX));
    }
}
