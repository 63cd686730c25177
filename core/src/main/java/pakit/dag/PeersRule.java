package pakit.dag;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import pakit.hint.Advice;
import pakit.hint.Hint;
import pakit.hint.PeerFacts;

/// Turns advice into the order in which peers are asked. Pure.
///
/// | advice | decision |
/// |---|---|
/// | silence | the order without advice |
/// | candidates | first, in the order of the hint, each of them once |
/// | who is no candidate | dropped |
/// | candidates that were not named | behind them, in the order without advice |
///
/// So whatever is said, each candidate is asked at its turn and nobody else is: the worst that a hint can do is to put
/// the slowest first. What a peer answers is checked against the id of the block.
public final class PeersRule {
    private PeersRule() {}

    /// The candidates in `facts`, each of them once.
    public static List<String> order(PeerFacts facts, Advice<Hint.Peers> advice) {
        return switch (advice) {
            case Advice.Silent<Hint.Peers> silent -> facts.peers();
            case Advice.Suggested<Hint.Peers> suggested ->
                permutation(suggested.hint().order(), facts.peers());
        };
    }

    private static List<String> permutation(List<String> wanted, List<String> candidates) {
        Set<String> order = new LinkedHashSet<>(wanted);
        order.retainAll(Set.copyOf(candidates));
        order.addAll(candidates);
        return List.copyOf(order);
    }
}
