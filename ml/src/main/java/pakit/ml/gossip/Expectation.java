package pakit.ml.gossip;

import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;

/// What an action is expected to do before anything was learnt of it.
///
/// The figures fit simulations of 100 to 10,000 nodes over measured round trips: who has `d` links misses a message if
/// all of them are gone or lose it, and each of three heartbeats to `g` peers is another chance; a link carries two
/// announcements where both ends get the message at the same time, one otherwise, and one if its end is gone.
///
/// @param missingShare of nodes that will not have it
/// @param bytesPerNode of all that is sent
/// @param p99Millis until 99 of 100 have it
record Expectation(double missingShare, double bytesPerNode, double p99Millis) {
    private static final double HEADER_BYTES = 60;
    private static final double CONTROL_BYTES = 80;
    private static final double MISSING_LEAST = 1e-6;

    static Expectation of(Action action, NetworkConditions conditions) {
        double reaches = (1 - conditions.lossShare()) * (1 - conditions.staleShare());
        double beats = 0.8 * GossipParams.HEARTBEATS * action.heartbeatPeers() * reaches;
        double missing = Math.pow(1 - reaches, action.meshDegree()) * Math.exp(-beats);
        return new Expectation(
                Math.max(MISSING_LEAST, missing), bytesPerNode(action, conditions), p99Millis(action, conditions));
    }

    private static double bytesPerNode(Action action, NetworkConditions conditions) {
        int degree = action.meshDegree();
        double stale = conditions.staleShare();
        double loss = conditions.lossShare();
        double perLink = 0.68 * (1 - stale) + stale;
        double announcements = degree * perLink + GossipParams.HEARTBEATS * action.heartbeatPeers();
        double payloads = switch (action.mode()) {
            case EAGER -> degree - 1;
            case LAZY -> 1 + loss;
            case HYBRID -> 1.1 + loss + 1.2 * degree * stale;
        };
        double controls = switch (action.mode()) {
            case EAGER -> 0;
            case LAZY -> announcements + 1 + loss;
            case HYBRID -> Math.max(0, announcements - 1.5);
        };
        return payloads * (conditions.payloadBytes() + HEADER_BYTES) + controls * CONTROL_BYTES;
    }

    private static double p99Millis(Action action, NetworkConditions conditions) {
        double hops = 1 + Math.log(conditions.nodes()) / Math.log(action.meshDegree() - 1);
        double way = conditions.roundTripMillis() / 2;
        double uplink = conditions.uplinkMillis();
        double trouble = 1 + 2 * (conditions.lossShare() + conditions.staleShare());
        return switch (action.mode()) {
            case EAGER -> hops * (0.6 * way + uplink * action.meshDegree() / 2);
            case LAZY -> hops * trouble * (2 * way + uplink * 1.5);
            case HYBRID -> hops * trouble * (1.2 * way + uplink * 1.5);
        };
    }
}
