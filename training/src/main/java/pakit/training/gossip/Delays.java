package pakit.training.gossip;

import java.util.SplittableRandom;
import pakit.training.peers.RoundTrips;

/// How long a message is on its way, in milliseconds, without the time that its bytes take.
public interface Delays {
    double oneWayMs(int from, int to);

    /// Half of measured round trips. Nodes beyond those that were measured stand beside one of them.
    static Delays of(RoundTrips trips, int slice) {
        int sites = trips.nodes();
        double sameSiteMs = 1;
        return (from, to) -> from % sites == to % sites ? sameSiteMs : trips.ms(slice, from % sites, to % sites) / 2;
    }

    /// Nodes on a plane, each with a way of its own to the next exchange. Means and scatter are like those of
    /// PlanetLab: a round trip of 130 ms, a few of half a second.
    static Delays made(int nodes, long seed) {
        var random = new SplittableRandom(seed);
        double[] x = random.doubles(nodes, 0, 90).toArray();
        double[] y = random.doubles(nodes, 0, 45).toArray();
        double[] lastMile =
                random.doubles(nodes).map(u -> 2 - 8 * Math.log(1 - u)).toArray();
        return (from, to) -> Math.hypot(x[from] - x[to], y[from] - y[to]) + lastMile[from] + lastMile[to];
    }

    /// The mean round trip between nodes that are drawn by `seed`.
    static double meanRoundTripMs(Delays delays, int nodes, long seed) {
        int pairs = 1_000;
        var random = new SplittableRandom(seed);
        double sum = 0;
        for (int i = 0; i < pairs; i++) {
            int from = random.nextInt(nodes);
            int to = random.nextInt(nodes);
            sum += delays.oneWayMs(from, to) + delays.oneWayMs(to, from);
        }
        return sum / pairs;
    }
}
