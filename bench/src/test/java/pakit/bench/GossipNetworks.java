package pakit.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.models.DefaultModels;
import pakit.ml.models.NetworkOptimizerModel;
import pakit.training.gossip.Delays;
import pakit.training.gossip.GossipComparison;
import pakit.training.gossip.GossipTally;
import pakit.training.gossip.GossipTrainer;
import pakit.training.gossip.GossipWorld;
import pakit.training.peers.RoundTrips;

/// Ways to spread messages in simulated networks: over measured round trips where they are given, else over made ones.
/// The optimizer starts from the version that ships, which was taught over made ones by another seed.
final class GossipNetworks {
    private static final int SITES = 490;
    private static final int SLICES = 9;
    private static final int JUDGED_SLICE = 5;
    private static final double[][] WEATHERS = {{0, 0}, {0.01, 0.05}, {0.05, 0.2}, {0.1, 0.4}};
    private static final int[] PAYLOADS = {300, 256 << 10};
    private static final double UPLINK = 100e6;
    private static final double SLOW_UPLINK = 1.25e6;
    private static final long SEED = 11;

    private final BiFunction<Integer, Long, Delays> delays;
    private final List<String> table = new ArrayList<>();

    private GossipNetworks(BiFunction<Integer, Long, Delays> delays) {
        this.delays = delays;
    }

    static List<String> measure(Options options) {
        GossipNetworks networks = new GossipNetworks(delays(options.data()));
        networks.heading();
        if (options.quick()) {
            networks.rows(100, UPLINK, 30);
            return networks.table;
        }
        networks.rows(100, UPLINK, 120);
        networks.rows(1_000, UPLINK, 120);
        networks.rows(1_000, SLOW_UPLINK, 120);
        networks.rows(10_000, UPLINK, 40);
        return networks.table;
    }

    private static BiFunction<Integer, Long, Delays> delays(Optional<Path> data) {
        Optional<Path> trace =
                data.map(there -> there.resolve(GossipTrainer.PLANETLAB.file())).filter(Files::exists);
        if (trace.isEmpty()) {
            System.err.println("gossip: no " + GossipTrainer.PLANETLAB.file()
                    + ", so round trips are made; --data DIR says where it is");
            return Delays::made;
        }
        RoundTrips trips = RoundTrips.read(trace.get(), SITES, SLICES, 1);
        return (nodes, seed) -> Delays.of(trips, JUDGED_SLICE);
    }

    private void heading() {
        table.add("| nodes, loss, gone, bytes | push 6/10 B/node | its coverage % (worst) | Q-table B/node (worst %) "
                + "| best fixed choice | its B/node | Pakit B/node | to push | to best fixed | coverage % (worst) "
                + "| copies | t99 ms | to push |");
        table.add("|---|---:|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    }

    private void rows(int nodes, double uplink, int messages) {
        for (double[] weather : WEATHERS) {
            for (int payload : PAYLOADS) {
                GossipWorld world = new GossipWorld(nodes, weather[0], weather[1], 0.01, payload, uplink, SEED);
                table.add(row(world, GossipComparison.of(world, delays.apply(nodes, SEED), messages, shipped())));
            }
        }
    }

    private static NetworkOptimizer shipped() {
        try (NetworkOptimizerModel model = NetworkOptimizerModel.load(
                DefaultModels.artifacts(NetworkOptimizerModel.NAME::equals).getFirst())) {
            return model.learner();
        }
    }

    private static String row(GossipWorld world, GossipComparison figures) {
        GossipTally push = figures.flood();
        GossipTally best = figures.bestFixed();
        GossipTally pakit = figures.pakit();
        String slow = world.uplinkBytesPerSecond() < UPLINK ? ", uplinks of 10 Mbit/s" : "";
        return String.format(
                Locale.ROOT,
                "| %,d, %.0f %%, %.0f %%, %,d%s | %,.0f | %.2f (%.2f) | %,.0f (%.1f) | %s%s | %,.0f | %,.0f | %+.1f %% "
                        + "| %+.1f %% | %.3f (%.2f) | %.3f | %,.0f | %.1f |",
                world.nodes(),
                100 * world.lossShare(),
                100 * world.deadShare(),
                world.payloadBytes(),
                slow,
                push.bytesPerNode(),
                100 * push.coverage(),
                100 * push.coverageMin(),
                figures.learned().bytesPerNode(),
                100 * figures.learned().coverageMin(),
                best.name(),
                best.covers() ? "" : " (none covers)",
                best.bytesPerNode(),
                pakit.bytesPerNode(),
                100 * (pakit.bytesPerNode() / push.bytesPerNode() - 1),
                100 * (pakit.bytesPerNode() / best.bytesPerNode() - 1),
                100 * pakit.coverage(),
                100 * pakit.coverageMin(),
                pakit.payloads(),
                pakit.p99Ms(),
                pakit.p99Ms() / push.p99Ms());
    }
}
