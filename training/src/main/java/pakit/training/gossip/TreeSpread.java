package pakit.training.gossip;

import pakit.hint.GossipParams;

/// [GossipMode#HYBRID]: the message over links that have not brought duplicates, announcements over the others. Who was
/// told and has waited in vain pulls, and makes that link part of the tree.
final class TreeSpread extends MeshSpread {
    private final long[] lazy;

    TreeSpread(GossipNetwork network, GossipParams params, long[] lazy) {
        super(network, params);
        this.lazy = lazy;
    }

    @Override
    boolean carries(int node, int link, int left) {
        return (lazy[node] >>> link & 1) == 0;
    }

    @Override
    void duplicate(int node, int from) {
        int link = link(node, from);
        if (link >= 0) {
            lazy[node] |= 1L << link;
            sendControl(PRUNE, from, node);
        }
    }

    @Override
    void pruned(int node, int from) {
        int link = link(node, from);
        if (link >= 0) {
            lazy[node] |= 1L << link;
        }
    }

    /// The tree may be a little later than the announcement.
    @Override
    void firstAnnounced(int node) {
        await(node);
    }

    @Override
    void pulling(int node, int peer) {
        graft(node, peer);
    }

    @Override
    void wanted(int node, int from) {
        graft(node, from);
        super.wanted(node, from);
    }

    private void graft(int node, int peer) {
        int link = link(node, peer);
        if (link >= 0) {
            lazy[node] &= ~(1L << link);
        }
    }
}
