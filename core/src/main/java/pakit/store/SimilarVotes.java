package pakit.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import pakit.dag.DedupRule;

/// Which of the blocks that a new one has something in common with are suggested as bases, in the order in which
/// [DedupRule] would try them. Pure.
final class SimilarVotes {
    /// As many as are ever tried: each costs a seek to find its id.
    private static final int SIMILAR_MAX = 2;

    private SimilarVotes() {}

    /// The few that promise the shortest deltas, and the one that promises most beside the first of them.
    ///
    /// @param votes those that share most first, newest first where they share as much
    static List<SketchTable.Vote> chosen(List<SketchTable.Vote> votes) {
        List<SketchTable.Vote> chosen = new ArrayList<>(votes.stream()
                .filter(vote -> DedupRule.canBeBase(vote.shared(), vote.depth()))
                .sorted(Comparator.comparingDouble(vote -> DedupRule.expectedCost(vote.shared(), vote.depth())))
                .limit(SIMILAR_MAX)
                .toList());
        if (!chosen.isEmpty()) {
            beside(chosen.getFirst(), votes)
                    .filter(vote -> !chosen.contains(vote))
                    .ifPresent(chosen::add);
        }
        return chosen;
    }

    private static Optional<SketchTable.Vote> beside(SketchTable.Vote first, List<SketchTable.Vote> votes) {
        ToDoubleFunction<SketchTable.Vote> promise =
                vote -> DedupRule.besidePromise(further(vote, first), vote.depth(), first.depth());
        return votes.stream()
                .filter(vote -> further(vote, first) >= DedupRule.BESIDE_MIN)
                .max(Comparator.comparingDouble(promise));
    }

    private static int further(SketchTable.Vote vote, SketchTable.Vote first) {
        return Integer.bitCount(vote.bins() & ~first.bins());
    }
}
