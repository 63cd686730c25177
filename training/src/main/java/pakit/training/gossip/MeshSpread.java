package pakit.training.gossip;

import pakit.hint.GossipParams;

/// Messages and announcements over a mesh, and pulls of what was announced: [GossipMode#EAGER] and [GossipMode#LAZY].
///
/// A link whose other end announced or sent the message is not told of it. Who waits in vain for what it pulled pulls
/// from the next that announced, round and round, so that a lost message costs a time-out and no coverage.
class MeshSpread extends Spread {
    static final int PAYLOAD = 0;
    static final int HAVE = 1;
    static final int WANT = 2;
    static final int WAIT_ENDS = 3;
    static final int HEARTBEAT = 4;
    static final int PRUNE = 5;

    private static final int ANNOUNCERS_MAX = 16;
    private static final int PULLS_MAX = 30;

    final GossipParams params;
    final int[][] mesh;

    private final long[] knowing;
    private final int[] announcers;
    private final byte[] announced;
    private final byte[] pulls;

    MeshSpread(GossipNetwork network, GossipParams params) {
        super(network);
        this.params = params;
        mesh = overlay.mesh(params.meshDegree());
        int nodes = mesh.length;
        knowing = new long[nodes];
        announcers = new int[nodes * ANNOUNCERS_MAX];
        announced = new byte[nodes];
        pulls = new byte[nodes];
    }

    /// The first node announces to everybody that it knows: if the few links of its mesh were dead or lost what it
    /// sent, the message would never leave it.
    @Override
    void begin(int source) {
        for (int peer : overlay.view(source)) {
            if (link(source, peer) < 0) {
                sendControl(HAVE, peer, source);
            }
        }
    }

    @Override
    void pass(int node, int giver, int hops) {
        int eager = params.eagerDegree();
        int[] links = mesh[node];
        int first = links.length == 0 ? 0 : network.random().nextInt(links.length);
        for (int i = 0; i < links.length; i++) {
            int link = (first + i) % links.length;
            boolean told = links[link] == giver || (knowing[node] >>> link & 1) != 0;
            if (!told && carries(node, link, eager)) {
                sendPayload(PAYLOAD, links[link], node, 0);
                eager--;
            } else if (!told) {
                sendControl(HAVE, links[link], node);
            }
        }
        if (params.heartbeatPeers() > 0) {
            double phase = network.random().nextDouble();
            for (int beat = 0; beat < GossipParams.HEARTBEATS; beat++) {
                at(nowMs + (beat + phase) * params.heartbeatMillis(), HEARTBEAT, node, node, 0);
            }
        }
    }

    /// @param left links that may still carry the message itself
    boolean carries(int node, int link, int left) {
        return left > 0;
    }

    @Override
    void happen(int kind, int node, int from, int extra) {
        switch (kind) {
            case PAYLOAD -> came(node, from);
            case HAVE -> announced(node, from);
            case WANT -> wanted(node, from);
            case WAIT_ENDS -> waited(node, extra);
            case HEARTBEAT -> beat(node);
            case PRUNE -> pruned(node, from);
            default -> throw new IllegalStateException("no event is of kind " + kind);
        }
    }

    private void came(int node, int from) {
        if (arrive(node)) {
            pass(node, from, 0);
        } else {
            duplicate(node, from);
        }
    }

    void duplicate(int node, int from) {}

    void pruned(int node, int from) {}

    void wanted(int node, int from) {
        if (has(node)) {
            sendPayload(PAYLOAD, from, node, 0);
        }
    }

    private void announced(int node, int from) {
        int link = link(node, from);
        if (link >= 0) {
            knowing[node] |= 1L << link;
        }
        if (has(node)) {
            return;
        }
        if (announced[node] < ANNOUNCERS_MAX) {
            announcers[node * ANNOUNCERS_MAX + announced[node]++] = from;
        }
        if (announced[node] == 1) {
            firstAnnounced(node);
        }
    }

    void firstAnnounced(int node) {
        pull(node);
    }

    final int link(int node, int peer) {
        int[] links = mesh[node];
        for (int i = 0; i < links.length; i++) {
            if (links[i] == peer) {
                return i;
            }
        }
        return -1;
    }

    /// Asks the next that announced.
    final void pull(int node) {
        int peer = announcers[node * ANNOUNCERS_MAX + pulls[node] % announced[node]];
        pulls[node]++;
        pulling(node, peer);
        sendControl(WANT, peer, node);
        await(node);
    }

    void pulling(int node, int peer) {}

    final void await(int node) {
        at(nowMs + params.fetchTimeoutMillis(), WAIT_ENDS, node, node, pulls[node]);
    }

    private void waited(int node, int pull) {
        if (!has(node) && pull == pulls[node] && pulls[node] < PULLS_MAX) {
            pull(node);
        }
    }

    private void beat(int node) {
        int[] view = overlay.view(node);
        for (int i = 0; i < Math.min(params.heartbeatPeers(), view.length); i++) {
            sendControl(HAVE, view[network.random().nextInt(view.length)], node);
        }
    }
}
