package pakit.training.gossip;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import pakit.hint.GossipParams;
import pakit.ml.gossip.NetworkOptimizer;

/// Ways to spread messages in one network, each from the same start.
///
/// @param flood push with fanout 6 and time to live 10: what is compared against
/// @param learned the Q-table that came before
/// @param fixed every choice of the optimizer, always
/// @param pakit the optimizer
public record GossipComparison(GossipTally flood, GossipTally learned, List<GossipTally> fixed, GossipTally pakit) {
    private static final int FANOUT = 6;
    private static final int TTL = 10;
    /// In networks that are not large fixed choices play so many times as long, so that luck does not make one look
    /// safe.
    private static final int LONGER = 3;

    private static final int LARGE_NODES = 5_000;

    public static GossipComparison of(GossipWorld world, Delays delays, int messages, NetworkOptimizer optimizer) {
        double roundTripMs = Delays.meanRoundTripMs(delays, world.nodes(), world.seed());
        QTable table = new QTable(world.seed());
        List<GossipTally> fixed = new ArrayList<>();
        for (GossipParams params : NetworkOptimizer.choices(world.conditions(roundTripMs, Double.POSITIVE_INFINITY))) {
            fixed.add(tally(name(params), world, delays, longer(world) * messages, network -> network.spread(params)));
        }
        GossipSession session =
                new GossipSession(new GossipNetwork(world, delays), optimizer, roundTripMs, Double.POSITIVE_INFINITY);
        return new GossipComparison(
                tally("push, fanout 6, TTL 10", world, delays, messages, network -> network.flood(FANOUT, TTL)),
                tally("push, Q-table", world, delays, messages, table::spread),
                fixed,
                GossipTally.of(
                        "Pakit",
                        session.play(messages).stream()
                                .map(GossipSession.Played::broadcast)
                                .toList()));
    }

    private static int longer(GossipWorld world) {
        return world.nodes() < LARGE_NODES ? LONGER : 1;
    }

    private static GossipTally tally(
            String name, GossipWorld world, Delays delays, int messages, Function<GossipNetwork, Broadcast> way) {
        GossipNetwork network = new GossipNetwork(world, delays);
        List<Broadcast> broadcasts = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            broadcasts.add(way.apply(network));
        }
        return GossipTally.of(name, broadcasts);
    }

    private static String name(GossipParams params) {
        String words = switch (params.mode()) {
            case EAGER -> "eager";
            case LAZY -> "lazy";
            case HYBRID -> "tree";
        };
        String beats = params.heartbeatPeers() == 0 ? "" : ", heartbeats to " + params.heartbeatPeers();
        return words + " on a mesh of " + params.meshDegree() + beats;
    }

    /// The cheapest choice that covers; if none does, the one that reaches most.
    public GossipTally bestFixed() {
        return fixed.stream()
                .filter(GossipTally::covers)
                .min(Comparator.comparingDouble(GossipTally::bytesPerNode))
                .orElseGet(() -> fixed.stream()
                        .max(Comparator.comparingDouble(GossipTally::coverage))
                        .orElseThrow());
    }
}
