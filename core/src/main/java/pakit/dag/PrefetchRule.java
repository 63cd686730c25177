package pakit.dag;

import java.util.List;
import pakit.block.BlockId;
import pakit.hint.Advice;
import pakit.hint.Hint;
import pakit.hint.PrefetchFacts;

/// Turns advice into blocks to fetch ahead. Pure, but for looking at what is in memory.
///
/// | advice | decision |
/// |---|---|
/// | silence | nothing is fetched |
/// | the block that was just read, one in memory or on its way, one named twice | dropped |
/// | the rest | the first are fetched, as many as there is room for |
///
/// Whether a block exists and is what its id says is found out by whoever fetches it. So the worst that a hint can do
/// is to spend the reads that there is room for; what it fetches never drives out what is in use.
final class PrefetchRule {
    private PrefetchRule() {}

    static List<BlockId> wanted(PrefetchFacts facts, Advice<Hint.Prefetch> advice) {
        return switch (advice) {
            case Advice.Silent<Hint.Prefetch> silent -> List.of();
            case Advice.Suggested<Hint.Prefetch> suggested ->
                suggested.hint().ids().stream()
                        .distinct()
                        .filter(id -> !id.equals(facts.id()) && !facts.held().test(id))
                        .limit(facts.room())
                        .toList();
        };
    }
}
