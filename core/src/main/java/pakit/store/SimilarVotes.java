package pakit.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;

/// Which of the blocks that a new one has something in common with are suggested as bases. Pure.
final class SimilarVotes {
    /// Fewer are chance; the rule that decides asks for as many.
    private static final int SHARED_BINS_MIN = 3;

    /// As many as are ever tried: each costs a seek to find its id.
    private static final int SIMILAR_MAX = 2;

    /// Fewer beside those of the best are chance.
    static final int BESIDE_BINS_MIN = 2;

    private SimilarVotes() {}

    /// The few that share most, and the one that has most of what the best of them has not.
    ///
    /// @param votes those that share most first
    static List<SketchTable.Vote> chosen(List<SketchTable.Vote> votes) {
        List<SketchTable.Vote> chosen = new ArrayList<>(votes.stream()
                .filter(vote -> vote.shared() >= SHARED_BINS_MIN)
                .limit(SIMILAR_MAX)
                .toList());
        if (!chosen.isEmpty()) {
            beside(chosen.getFirst(), votes)
                    .filter(vote -> !chosen.contains(vote))
                    .ifPresent(chosen::add);
        }
        return chosen;
    }

    private static Optional<SketchTable.Vote> beside(SketchTable.Vote best, List<SketchTable.Vote> votes) {
        ToIntFunction<SketchTable.Vote> further = vote -> Integer.bitCount(vote.bins() & ~best.bins());
        return votes.stream()
                .filter(vote -> further.applyAsInt(vote) >= BESIDE_BINS_MIN)
                .max(Comparator.comparingInt(further));
    }
}
