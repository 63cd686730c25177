package pakit.training.gossip;

import java.util.Arrays;
import java.util.SplittableRandom;
import pakit.hint.GossipMode;
import pakit.hint.GossipParams;
import pakit.ml.gossip.CoverageAudit;

/// Plays messages in a network, event by event. What a protocol learns from one message, such as the tree of
/// [GossipMode#HYBRID], it has at the next.
///
/// Simplified: dead nodes stay in views and meshes, which costs every protocol coverage and bytes; small messages are
/// not batched; a lost message is not sent again by the transport; meshes cost nothing to keep.
public final class GossipNetwork {
    private GossipWorld world;
    private final Overlay overlay;
    private final Delays delays;
    private final SplittableRandom random;
    private final Trees trees = new Trees();

    public GossipNetwork(GossipWorld world, Delays delays) {
        this.world = world;
        this.delays = delays;
        overlay = new Overlay(world);
        random = new SplittableRandom(world.seed() + 1);
    }

    public GossipWorld world() {
        return world;
    }

    /// Changes loss and the share of dead nodes from the next message on.
    public void weather(double lossShare, double deadShare) {
        world = world.with(lossShare, deadShare);
        overlay.redraw(world);
    }

    /// Spreads one message from a node that is drawn.
    public Broadcast spread(GossipParams params) {
        int source = begin();
        Spread spread = params.mode() == GossipMode.HYBRID
                ? new TreeSpread(this, params, trees.of(params.meshDegree(), overlay))
                : new MeshSpread(this, params);
        return spread.from(source);
    }

    /// Spreads one message as gossip without a mesh does: to `fanout` random peers, over `ttl` hops.
    public Broadcast flood(int fanout, int ttl) {
        int source = begin();
        return new Flood(this, fanout, ttl).from(source);
    }

    private int begin() {
        overlay.churn(world);
        for (int tries = 0; tries < 1_000_000; tries++) {
            int node = random.nextInt(world.nodes());
            if (overlay.isAlive(node)) {
                return node;
            }
        }
        throw new IllegalStateException("nobody is alive");
    }

    /// Asks `peers` random nodes whether they have the last message, each once more if it is silent.
    public CoverageAudit audit(int peers, Broadcast last) {
        double missingShare = 1 - last.coverage();
        int silent = 0;
        int second = 0;
        int missing = 0;
        int answered = 0;
        for (int i = 0; i < peers; i++) {
            boolean alive = overlay.isAlive(random.nextInt(world.nodes()));
            boolean first = alive && arrives() && arrives();
            boolean again = !first && alive && arrives() && arrives();
            silent += first || again ? 0 : 1;
            second += again ? 1 : 0;
            if (first || again) {
                answered++;
                missing += random.nextDouble() < missingShare ? 1 : 0;
            }
        }
        return new CoverageAudit(peers, answered, second, missing);
    }

    Overlay overlay() {
        return overlay;
    }

    double oneWayMs(int from, int to) {
        return delays.oneWayMs(from, to);
    }

    /// Whether a message gets through.
    boolean arrives() {
        return random.nextDouble() >= world.lossShare();
    }

    SplittableRandom random() {
        return random;
    }

    static double[] sorted(double[] arrivals) {
        double[] known =
                Arrays.stream(arrivals).filter(Double::isFinite).sorted().toArray();
        return known;
    }
}
