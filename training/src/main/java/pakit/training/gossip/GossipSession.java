package pakit.training.gossip;

import java.util.ArrayList;
import java.util.List;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;
import pakit.ml.gossip.BroadcastOutcome;
import pakit.ml.gossip.CoverageAudit;
import pakit.ml.gossip.NetworkOptimizer;
import pakit.ml.gossip.Weather;

/// An optimizer at work in a network: it knows of the weather and of coverage what audits tell, and pays for them.
public final class GossipSession {
    private final GossipNetwork network;
    private final NetworkOptimizer optimizer;
    private final Weather weather = new Weather();
    private final double roundTripMillis;
    private final double deadlineMillis;

    /// @param roundTripMillis mean between two nodes
    /// @param deadlineMillis infinite for none
    public GossipSession(
            GossipNetwork network, NetworkOptimizer optimizer, double roundTripMillis, double deadlineMillis) {
        this.network = network;
        this.optimizer = optimizer;
        this.roundTripMillis = roundTripMillis;
        this.deadlineMillis = deadlineMillis;
    }

    /// A message, how it was spread, and what came of it, audit included.
    public record Played(GossipParams params, Broadcast broadcast) {}

    /// Spreads so many messages, one after the other.
    public List<Played> play(int messages) {
        List<Played> played = new ArrayList<>();
        for (int i = 0; i < messages; i++) {
            played.add(next());
        }
        return played;
    }

    private Played next() {
        NetworkConditions conditions = conditions();
        GossipParams params = optimizer.params(conditions);
        Broadcast spread = network.spread(params);
        CoverageAudit audit = network.audit(CoverageAudit.size(network.world().nodes()), spread);
        weather.observed(audit);
        Broadcast broadcast = spread.withControls(audit.messages());
        optimizer.record(new BroadcastOutcome(
                conditions,
                params,
                broadcast.bytesPerNode(),
                audit.answered(),
                audit.missing(),
                Math.max(1, broadcast.p99Ms())));
        return new Played(params, broadcast);
    }

    private NetworkConditions conditions() {
        GossipWorld world = network.world();
        return new NetworkConditions(
                world.nodes(),
                weather.lossShare(),
                weather.staleShare(),
                world.payloadBytes(),
                roundTripMillis,
                world.uplinkBytesPerSecond(),
                deadlineMillis);
    }
}
