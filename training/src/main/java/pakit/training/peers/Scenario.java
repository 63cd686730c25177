package pakit.training.peers;

/// A world for [PeerReplay]: every node is a client and a server.
///
/// @param name for tables
/// @param trips the ways between nodes
/// @param sliceMs how long a slice of `trips` lasts
/// @param gapMs mean time between two requests of a client
/// @param serviceMs mean time of work on a request; log-normal, deviation 0.6
/// @param objects what can be asked for, drawn by Zipf's law (0.7)
/// @param replicas how many nodes hold an object
/// @param flappingShare share of nodes that are up for 20 s and down for 10 s, by turns
/// @param lyingShare share of nodes that always report no backlog and hold every request back by a second
/// @param seed of everything that is drawn
public record Scenario(
        String name,
        RoundTrips trips,
        double sliceMs,
        double gapMs,
        double serviceMs,
        int objects,
        int replicas,
        double flappingShare,
        double lyingShare,
        long seed) {
    public Scenario {
        if (!(sliceMs > 0) || !(gapMs > 0) || !(serviceMs > 0)) {
            throw new IllegalArgumentException("sliceMs, gapMs and serviceMs must be positive, found " + sliceMs + ", "
                    + gapMs + ", " + serviceMs);
        }
        if (objects < 1 || replicas < 2 || replicas >= trips.nodes()) {
            throw new IllegalArgumentException("there must be an object, and 2 to " + (trips.nodes() - 1)
                    + " replicas, found " + objects + " and " + replicas);
        }
    }

    /// How long a lying node holds a request back.
    static final double LIE_MS = 1_000;

    double endMs() {
        return sliceMs * trips.slices();
    }

    /// The same world over other round trips.
    Scenario over(RoundTrips other) {
        return new Scenario(name, other, sliceMs, gapMs, serviceMs, objects, replicas, flappingShare, lyingShare, seed);
    }

    /// The same world with nodes that flap and nodes that lie.
    public Scenario withTrouble(double flapping, double lying) {
        return new Scenario(name, trips, sliceMs, gapMs, serviceMs, objects, replicas, flapping, lying, seed);
    }
}
