package pakit.training.gossip;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;
import pakit.ml.gossip.ConditionsRow;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.models.Reference;

/// Conditions with what each choice of the optimizer costs in them, played: a reference to judge versions on.
///
/// The cost is bytes a node by those of one message; a node that misses it, beyond one in a thousand, costs a thousand.
final class GossipChoices {
    private static final int[] NODES = {100, 400, 1_000, 3_500};
    private static final double[][] WEATHERS = {{0, 0}, {0.01, 0.05}, {0.03, 0.1}, {0.05, 0.2}, {0.1, 0.4}};
    private static final int[] PAYLOADS = {300, 4 << 10, 256 << 10};
    private static final double MISSING_ALLOWED = 0.001;
    private static final double COST_OF_MISSING = 1_000;
    private static final int SETTLING = 5;

    private GossipChoices() {}

    /// @param messages of each choice in each network
    static List<Reference.Choice> play(BiFunction<Integer, Long, Delays> delays, int messages, long seed) {
        List<GossipWorld> worlds = new ArrayList<>();
        var random = new SplittableRandom(seed);
        for (int nodes : NODES) {
            for (double[] weather : WEATHERS) {
                for (int payload : PAYLOADS) {
                    worlds.add(new GossipWorld(nodes, weather[0], weather[1], 0.01, payload, 20e6, random.nextLong()));
                }
            }
        }
        return new Steps(worlds.size(), (done, total) -> {})
                .map(worlds, world -> choice(world, delays.apply(world.nodes(), world.seed()), messages));
    }

    private static Reference.Choice choice(GossipWorld world, Delays delays, int messages) {
        NetworkConditions conditions =
                world.conditions(Delays.meanRoundTripMs(delays, world.nodes(), world.seed()), Double.POSITIVE_INFINITY);
        List<Double> costs = NetworkOptimizer.choices(conditions).stream()
                .map(params -> cost(world, delays, params, messages))
                .toList();
        return new Reference.Choice(
                world.nodes() + " nodes, " + world.deadShare() + " gone",
                List.of(ConditionsRow.of(conditions)),
                costs,
                ConditionsRow.rule(conditions));
    }

    private static double cost(GossipWorld world, Delays delays, GossipParams params, int messages) {
        GossipNetwork network = new GossipNetwork(world, delays);
        double bytes = 0;
        double missing = 0;
        for (int i = 0; i < SETTLING + messages; i++) {
            Broadcast broadcast = network.spread(params);
            if (i >= SETTLING) {
                bytes += broadcast.bytesPerNode() / messages;
                missing += (1 - broadcast.coverage()) / messages;
            }
        }
        return bytes / (world.payloadBytes() + Broadcast.HEADER_BYTES)
                + Math.max(0, missing - MISSING_ALLOWED) * COST_OF_MISSING;
    }
}
