package pakit.ml.gossip;

import java.util.ArrayList;
import java.util.List;
import pakit.hint.GossipMode;
import pakit.hint.GossipParams;

/// What the optimizer chooses among; all else of [GossipParams] follows from the conditions.
record Action(GossipMode mode, int meshDegree, int heartbeatPeers) {
    /// Their order is part of the format of the state.
    static final List<Action> ALL = all();

    private static List<Action> all() {
        List<Action> actions = new ArrayList<>();
        for (int degree : new int[] {4, 5, 6, 7, 8, 10}) {
            actions.add(new Action(GossipMode.EAGER, degree, 0));
        }
        for (int degree : new int[] {4, 5, 6, 7, 8, 9, 10}) {
            actions.add(new Action(GossipMode.LAZY, degree, 0));
        }
        for (int peers : new int[] {1, 2, 3}) {
            actions.add(new Action(GossipMode.LAZY, 10, peers));
        }
        for (int degree : new int[] {4, 5, 6, 7, 8, 10}) {
            actions.add(new Action(GossipMode.HYBRID, degree, 0));
        }
        return List.copyOf(actions);
    }

    int eagerDegree() {
        return mode == GossipMode.EAGER ? meshDegree : 0;
    }

    static Action of(GossipParams params) {
        return new Action(params.mode(), params.meshDegree(), params.heartbeatPeers());
    }
}
