package pakit.training.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;
import pakit.ml.gossip.BroadcastOutcome;
import pakit.ml.gossip.NetworkOptimizer;

/// Teaches an optimizer what its actions do: in networks that are drawn, of all sizes and weathers, each action spreads
/// some messages, and what came of them is recorded.
public final class GossipTraining {
    public static final List<Integer> NODES = List.of(100, 1_000, 10_000);

    private static final double[] LOSSES = {0, 0.01, 0.05, 0.1};
    private static final double[] DEAD = {0, 0.05, 0.2, 0.4};
    private static final int[] PAYLOADS = {300, 256 << 10};

    /// Messages until a tree is pruned.
    private static final int SETTLING = 3;

    private final BiFunction<Integer, Long, Delays> delays;
    private final List<Integer> sizes;
    private final int messages;
    private final long seed;

    /// @param delays of so many nodes, by seed
    /// @param sizes of networks, roughly
    /// @param messages of each action in each network of 100 nodes; fewer in larger ones
    public GossipTraining(BiFunction<Integer, Long, Delays> delays, List<Integer> sizes, int messages, long seed) {
        this.delays = delays;
        this.sizes = List.copyOf(sizes);
        this.messages = messages;
        this.seed = seed;
    }

    /// How many networks that makes.
    static int networks(List<Integer> sizes) {
        return sizes.size() * LOSSES.length * PAYLOADS.length;
    }

    public NetworkOptimizer train() {
        return train((done, total) -> {});
    }

    /// @param told of each network as it is done
    NetworkOptimizer train(Steps.Told told) {
        List<GossipWorld> worlds = worlds();
        NetworkOptimizer optimizer = new NetworkOptimizer();
        new Steps(worlds.size(), told).map(worlds, this::play).forEach(taught -> taught.forEach(optimizer::record));
        return optimizer;
    }

    private List<GossipWorld> worlds() {
        List<GossipWorld> worlds = new ArrayList<>();
        var random = new SplittableRandom(seed);
        for (int nodes : sizes) {
            for (int weather = 0; weather < LOSSES.length; weather++) {
                for (int payload : PAYLOADS) {
                    double spread = random.nextDouble(0.8, 1.2);
                    worlds.add(new GossipWorld(
                            (int) (nodes * spread),
                            LOSSES[weather] * spread,
                            DEAD[weather] * spread,
                            DEAD[weather] > 0 ? 0.01 : 0,
                            payload,
                            100e6,
                            random.nextLong()));
                }
            }
        }
        return worlds;
    }

    /// What came of each choice.
    private List<BroadcastOutcome> play(GossipWorld world) {
        Delays ways = delays.apply(world.nodes(), world.seed());
        double roundTripMs = Delays.meanRoundTripMs(ways, world.nodes(), world.seed());
        NetworkConditions conditions = world.conditions(roundTripMs, Double.POSITIVE_INFINITY);
        int count = Math.max(3, messages * 100 / Math.max(100, world.nodes() / 10));
        List<BroadcastOutcome> outcomes = new ArrayList<>();
        for (GossipParams params : NetworkOptimizer.choices(conditions)) {
            GossipNetwork network = new GossipNetwork(world, ways);
            for (int i = 0; i < SETTLING; i++) {
                network.spread(params);
            }
            for (int i = 0; i < count; i++) {
                outcomes.add(outcome(conditions, params, network.spread(params)));
            }
        }
        return outcomes;
    }

    private static BroadcastOutcome outcome(NetworkConditions conditions, GossipParams params, Broadcast broadcast) {
        return new BroadcastOutcome(
                conditions,
                params,
                broadcast.bytesPerNode(),
                broadcast.alive(),
                broadcast.alive() - broadcast.reached(),
                Math.max(1, broadcast.p99Ms()));
    }
}
