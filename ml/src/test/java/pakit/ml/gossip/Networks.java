package pakit.ml.gossip;

import java.util.SplittableRandom;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;

/// Conditions and outcomes for tests.
final class Networks {
    private Networks() {}

    static NetworkConditions of(double nodes, double loss, double stale, double payloadBytes) {
        return new NetworkConditions(nodes, loss, stale, payloadBytes, 130, 10e6, Double.POSITIVE_INFINITY);
    }

    static NetworkConditions withDeadline(NetworkConditions conditions, double deadlineMillis) {
        return new NetworkConditions(
                conditions.nodes(),
                conditions.lossShare(),
                conditions.staleShare(),
                conditions.payloadBytes(),
                conditions.roundTripMillis(),
                conditions.uplinkBytesPerSecond(),
                deadlineMillis);
    }

    static NetworkConditions any(SplittableRandom random) {
        return new NetworkConditions(
                Math.exp(random.nextDouble(0.7, 30)),
                random.nextDouble(),
                random.nextDouble(),
                Math.exp(random.nextDouble(0, 40)),
                Math.exp(random.nextDouble(-6, 20)),
                Math.exp(random.nextDouble(0, 40)),
                random.nextBoolean() ? Double.POSITIVE_INFINITY : Math.exp(random.nextDouble(-6, 20)));
    }

    /// What was to be expected, with so many missing.
    static BroadcastOutcome outcome(NetworkConditions conditions, GossipParams params, int answered, int missing) {
        Expectation expected = Expectation.of(Action.of(params), conditions);
        return new BroadcastOutcome(
                conditions, params, expected.bytesPerNode(), answered, missing, expected.p99Millis());
    }
}
