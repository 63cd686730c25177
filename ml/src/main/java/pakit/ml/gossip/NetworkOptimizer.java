package pakit.ml.gossip;

import java.util.List;
import pakit.hint.GossipMode;
import pakit.hint.GossipParams;
import pakit.hint.NetworkConditions;

/// Says how to spread a message so that it costs the fewest bytes and reaches all: a contextual bandit under a
/// constraint. An action is safe if at most so many nodes miss a message, by the mean of what is believed and by the
/// confidence bound that audits support; of the safe ones that meet the deadline the cheapest is taken, where what was
/// hardly tried is credited a little. Unsafe actions are never explored.
///
/// What is believed of an action starts from an [Expectation] for the very conditions and is corrected by what came of
/// it in conditions of that kind. If nothing is safe, or audits have just found a hole, [AnalyticController] decides
/// alone.
///
/// Thread-safe; one lock, held for some microseconds.
public final class NetworkOptimizer {
    /// So many nodes may miss a message by the confidence bound: coverage of 99.5 %.
    static final double MISSING_BOUND = 0.005;
    /// How much cheaper, on the log scale, an action is taken to be that was never tried.
    private static final double CREDIT = 0.05;
    /// What it costs if a node misses a message and has to learn of it otherwise, in messages.
    private static final double COST_OF_MISSING = 25;
    /// A hole: more than this share of an audit, and more than one.
    private static final double HOLE_SHARE = 0.02;

    private static final int CAUTIOUS_BROADCASTS = 5;
    /// The first message over a tree that nobody has pruned goes over all links; so many messages share that price.
    private static final double MESSAGES_OF_A_TREE = 30;

    private final Evidence[] cells;
    private int cautious;
    private int treeDegree;

    /// One that has learnt nothing.
    public NetworkOptimizer() {
        cells = new Evidence[Context.COUNT * Action.ALL.size()];
        for (int i = 0; i < cells.length; i++) {
            cells[i] = new Evidence();
        }
    }

    private NetworkOptimizer(OptimizerState state) {
        cells = state.cells();
        cautious = state.cautious();
    }

    /// One that knows what another did when it made this [#checkpoint].
    ///
    /// @throws pakit.error.PakitException.Corrupt if it is none
    public static NetworkOptimizer restore(byte[] checkpoint) {
        return new NetworkOptimizer(OptimizerState.read(checkpoint, Context.COUNT * Action.ALL.size()));
    }

    /// All that was learnt; the same knowledge gives the same bytes. Which tree has been pruned is no knowledge: links
    /// do not outlive the process.
    public synchronized byte[] checkpoint() {
        return new OptimizerState(cells, cautious).write();
    }

    /// All that [#params] may answer in these conditions.
    public static List<GossipParams> choices(NetworkConditions conditions) {
        return Action.ALL.stream()
                .map(action -> AnalyticController.params(action, conditions))
                .toList();
    }

    /// How to spread a message now.
    public synchronized GossipParams params(NetworkConditions conditions) {
        Action action = cautious > 0 ? AnalyticController.choose(conditions) : choose(conditions);
        return AnalyticController.params(action, conditions);
    }

    /// The share of nodes that what [#params] answers will reach, by the lower confidence bound.
    public synchronized double coverageBound(NetworkConditions conditions, GossipParams params) {
        int index = Action.ALL.indexOf(Action.of(params));
        Expectation expected = Expectation.of(Action.of(params), conditions);
        return index < 0 ? 0 : 1 - Math.min(1, cell(conditions, index).missingShareBound(expected.missingShare()));
    }

    private Action choose(NetworkConditions conditions) {
        Action best = null;
        double bestCost = Double.POSITIVE_INFINITY;
        List<Action> actions = Action.ALL;
        for (int i = 0; i < actions.size(); i++) {
            Expectation expected = Expectation.of(actions.get(i), conditions);
            Evidence evidence = cell(conditions, i);
            if (isSafe(expected, evidence, conditions)) {
                double cost = cost(expected, evidence, conditions) + treeBytes(actions.get(i), conditions);
                if (cost < bestCost) {
                    best = actions.get(i);
                    bestCost = cost;
                }
            }
        }
        return best == null ? AnalyticController.choose(conditions) : best;
    }

    private static boolean isSafe(Expectation expected, Evidence evidence, NetworkConditions conditions) {
        return evidence.missingShare(expected.missingShare()) <= AnalyticController.missingMax(conditions)
                && evidence.missingShareBound(expected.missingShare()) <= MISSING_BOUND;
    }

    /// Bytes, and what it takes to make up for misses; what misses the deadline costs as many times more as it is late.
    private static double cost(Expectation expected, Evidence evidence, NetworkConditions conditions) {
        double credit = CREDIT / Math.sqrt(1 + evidence.broadcasts);
        double bytes = expected.bytesPerNode() * Math.exp(evidence.bytesLogRatio - credit);
        bytes *= 1 + COST_OF_MISSING * evidence.missingShareBound(expected.missingShare());
        double p99Millis = expected.p99Millis() * Math.exp(evidence.p99LogRatio);
        double late = p99Millis / conditions.deadlineMillis();
        return late <= 1 ? bytes : bytes * 100 * late;
    }

    private double treeBytes(Action action, NetworkConditions conditions) {
        boolean grown = action.mode() != GossipMode.HYBRID || action.meshDegree() == treeDegree;
        return grown ? 0 : (action.meshDegree() - 2) * conditions.payloadBytes() / MESSAGES_OF_A_TREE;
    }

    private Evidence cell(NetworkConditions conditions, int action) {
        return cells[Context.of(conditions) * Action.ALL.size() + action];
    }

    /// Learns from what came of a message. What was not spread as one of the optimizer's actions teaches nothing.
    public synchronized void record(BroadcastOutcome outcome) {
        boolean hole = outcome.missing() > 1 && outcome.missing() > HOLE_SHARE * outcome.answered();
        cautious = hole ? CAUTIOUS_BROADCASTS : Math.max(0, cautious - 1);
        Action action = Action.of(outcome.params());
        treeDegree = action.mode() == GossipMode.HYBRID ? action.meshDegree() : treeDegree;
        int index = Action.ALL.indexOf(action);
        if (index >= 0) {
            Expectation expected = Expectation.of(action, outcome.conditions());
            cell(outcome.conditions(), index)
                    .learn(
                            outcome.answered(),
                            outcome.missing(),
                            expected.missingShare(),
                            outcome.bytesPerNode() / expected.bytesPerNode(),
                            outcome.p99Millis() / expected.p99Millis());
        }
    }
}
