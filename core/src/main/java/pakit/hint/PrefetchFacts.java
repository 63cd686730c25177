package pakit.hint;

import java.util.List;
import java.util.function.Predicate;
import pakit.block.BlockId;

/// All that a hint on what to fetch ahead may depend on: the last block that somebody asked for.
///
/// @param id of that block
/// @param found how
/// @param links of that block to others, in their order; none where it is in use already, or is no node
/// @param arrived what was fetched ahead since the last question
/// @param held whether a block is in memory or on its way, and need not be fetched; does not count as use
/// @param room how many blocks may be named
public record PrefetchFacts(
        BlockId id, Found found, List<BlockId> links, List<BlockId> arrived, Predicate<BlockId> held, int room) {
    public PrefetchFacts {
        links = List.copyOf(links);
        arrived = List.copyOf(arrived);
    }
}
