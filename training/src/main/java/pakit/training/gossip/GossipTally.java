package pakit.training.gossip;

import java.util.List;

/// What a way to spread messages made of a network.
///
/// @param coverage mean share of nodes that were reached
/// @param coverageMin of the worst message
/// @param payloads copies a node
/// @param bytesPerNode mean of all that was sent, after the first twenty messages
/// @param p99Ms mean time until 99 of 100 had a message, likewise
public record GossipTally(
        String name, double coverage, double coverageMin, double payloads, double bytesPerNode, double p99Ms) {
    /// So many messages a tree may take to be pruned, and an optimizer to learn.
    static final int SETTLING = 20;

    /// @param broadcasts more than [#SETTLING]
    static GossipTally of(String name, List<Broadcast> broadcasts) {
        List<Broadcast> settled = broadcasts.subList(SETTLING, broadcasts.size());
        return new GossipTally(
                name,
                mean(broadcasts, Broadcast::coverage),
                broadcasts.stream().mapToDouble(Broadcast::coverage).min().orElseThrow(),
                mean(settled, one -> (double) one.payloads() / one.alive()),
                mean(settled, Broadcast::bytesPerNode),
                mean(settled, Broadcast::p99Ms));
    }

    private static double mean(List<Broadcast> broadcasts, java.util.function.ToDoubleFunction<Broadcast> figure) {
        return broadcasts.stream().mapToDouble(figure).average().orElseThrow();
    }

    /// Whether it reached 99.9 % on average and 99.5 % with every message.
    public boolean covers() {
        return coverage >= 0.999 && coverageMin >= 0.995;
    }
}
