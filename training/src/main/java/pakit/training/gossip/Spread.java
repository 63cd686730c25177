package pakit.training.gossip;

import java.util.Arrays;

/// One message on its way. Nodes, kinds of events and small figures are packed into the longs of the queue.
abstract class Spread {
    static final int NODE_BITS = 20;
    private static final int NODE_MASK = (1 << NODE_BITS) - 1;
    private static final int KIND_SHIFT = 2 * NODE_BITS;
    private static final int EXTRA_SHIFT = KIND_SHIFT + 4;

    final GossipNetwork network;
    final Overlay overlay;

    private final EventQueue events = new EventQueue();
    private final double[] arrivedMs;
    private final double[] uplinkFreeMs;
    private final double uplinkMs;

    double nowMs;
    private long payloads;
    private long controls;

    Spread(GossipNetwork network) {
        this.network = network;
        overlay = network.overlay();
        GossipWorld world = network.world();
        arrivedMs = new double[world.nodes()];
        Arrays.fill(arrivedMs, Double.POSITIVE_INFINITY);
        uplinkFreeMs = new double[world.nodes()];
        uplinkMs = 1e3 * (world.payloadBytes() + Broadcast.HEADER_BYTES) / world.uplinkBytesPerSecond();
    }

    final Broadcast from(int source) {
        arrivedMs[source] = 0;
        begin(source);
        pass(source, source, 0);
        while (!events.isEmpty()) {
            nowMs = events.time();
            long event = events.poll();
            happen(
                    (int) (event >>> KIND_SHIFT) & 15,
                    (int) event & NODE_MASK,
                    (int) (event >>> NODE_BITS) & NODE_MASK,
                    (int) (event >>> EXTRA_SHIFT));
        }
        return Broadcast.of(
                overlay.aliveNodes(),
                network.world().payloadBytes(),
                payloads,
                controls,
                GossipNetwork.sorted(arrivedMs));
    }

    /// What the first node does beside passing the message on.
    void begin(int source) {}

    /// `node` has just got the message from `giver`.
    abstract void pass(int node, int giver, int hops);

    /// An event that is due: `from` and `extra` are as they were scheduled.
    abstract void happen(int kind, int node, int from, int extra);

    final boolean has(int node) {
        return arrivedMs[node] != Double.POSITIVE_INFINITY;
    }

    /// The message has come to `node`.
    ///
    /// @return whether it is new there
    final boolean arrive(int node) {
        if (has(node)) {
            return false;
        }
        arrivedMs[node] = nowMs;
        return true;
    }

    final void sendPayload(int kind, int to, int from, int extra) {
        payloads++;
        uplinkFreeMs[from] = Math.max(nowMs, uplinkFreeMs[from]) + uplinkMs;
        send(kind, to, from, extra, uplinkFreeMs[from]);
    }

    final void sendControl(int kind, int to, int from) {
        controls++;
        send(kind, to, from, 0, nowMs);
    }

    private void send(int kind, int to, int from, int extra, double leavesMs) {
        if (network.arrives() && overlay.isAlive(to)) {
            at(leavesMs + network.oneWayMs(from, to), kind, to, from, extra);
        }
    }

    final void at(double ms, int kind, int node, int from, int extra) {
        events.add(ms, (long) extra << EXTRA_SHIFT | (long) kind << KIND_SHIFT | (long) from << NODE_BITS | node);
    }
}
