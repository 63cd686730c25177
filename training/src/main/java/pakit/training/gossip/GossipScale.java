package pakit.training.gossip;

import java.util.List;

/// How much is played to teach an optimizer and to judge it.
///
/// @param taughtNodes sizes of the networks that it is taught in, roughly
/// @param taughtMessages of each choice in each of them that has 100 nodes; fewer in larger ones
/// @param judgedNodes sizes of the networks that it is judged in
/// @param judgedMessages in each of them, more than [GossipTally#SETTLING]
record GossipScale(List<Integer> taughtNodes, int taughtMessages, List<Integer> judgedNodes, int judgedMessages) {
    static final GossipScale STANDARD = new GossipScale(GossipTraining.NODES, 20, List.of(100, 1_000), 60);

    GossipScale {
        taughtNodes = List.copyOf(taughtNodes);
        judgedNodes = List.copyOf(judgedNodes);
    }
}
