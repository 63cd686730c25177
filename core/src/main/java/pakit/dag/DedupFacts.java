package pakit.dag;

import pakit.block.BlockId;
import pakit.codec.Profile;

/// All that the search for a base may depend on, besides what is suggested.
///
/// @param id of the new block
/// @param sizeBytes plain bytes of it
/// @param profile the price of CPU time in this home
public record DedupFacts(BlockId id, int sizeBytes, Profile profile) {}
