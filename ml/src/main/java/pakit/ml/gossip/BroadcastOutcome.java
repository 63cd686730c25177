package pakit.ml.gossip;

import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;

/// What came of a message.
///
/// @param conditions as they were taken to be
/// @param params as it was spread
/// @param bytesPerNode all that was sent because of it, by nodes
/// @param answered peers that answered an audit
/// @param missing of those, who did not have it
/// @param p99Millis until 99 of 100 had it, as audits tell
public record BroadcastOutcome(
        NetworkConditions conditions,
        GossipParams params,
        double bytesPerNode,
        int answered,
        int missing,
        double p99Millis) {
    public BroadcastOutcome {
        if (!(bytesPerNode > 0)
                || Double.isInfinite(bytesPerNode)
                || !(p99Millis > 0)
                || Double.isInfinite(p99Millis)) {
            throw new IllegalArgumentException("bytesPerNode and p99Millis must be positive and finite, found "
                    + bytesPerNode + " and " + p99Millis);
        }
        if (missing < 0 || missing > answered) {
            throw new IllegalArgumentException(
                    "of " + answered + " that answered there cannot be " + missing + " that miss it");
        }
    }
}
