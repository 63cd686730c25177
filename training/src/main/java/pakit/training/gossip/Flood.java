package pakit.training.gossip;

/// Push to random peers with a time to live.
final class Flood extends Spread {
    private static final int PAYLOAD = 0;

    private final int fanout;
    private final int ttl;

    Flood(GossipNetwork network, int fanout, int ttl) {
        super(network);
        this.fanout = fanout;
        this.ttl = ttl;
    }

    @Override
    void pass(int node, int giver, int hops) {
        if (hops == ttl) {
            return;
        }
        int[] view = overlay.view(node).clone();
        int left = fanout;
        for (int i = 0; i < view.length && left > 0; i++) {
            int drawn = network.random().nextInt(i, view.length);
            int peer = view[drawn];
            view[drawn] = view[i];
            if (peer != giver) {
                sendPayload(PAYLOAD, peer, node, hops + 1);
                left--;
            }
        }
    }

    @Override
    void happen(int kind, int node, int from, int hops) {
        if (arrive(node)) {
            pass(node, from, hops);
        }
    }
}
