package pakit.hint;

import java.util.List;
import pakit.block.Block;
import pakit.block.Sketch;
import pakit.codec.Profile;

/// All that a hint on bases may depend on.
///
/// @param block the new block
/// @param sketch of it
/// @param similar what the index suggests, most similar first; a few at most
/// @param defaultBytes length of the record that the block gets if nothing is named
/// @param profile the price of CPU time in this home
public record DeltaFacts(Block block, Sketch sketch, List<SimilarBlock> similar, int defaultBytes, Profile profile) {
    public DeltaFacts {
        similar = List.copyOf(similar);
    }
}
