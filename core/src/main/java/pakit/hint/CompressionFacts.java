package pakit.hint;

import pakit.block.Block;
import pakit.codec.Profile;

/// All that a compression hint may depend on.
///
/// @param block the plain block
/// @param depth links between this block and the leaves below it; 0 for a leaf
/// @param profile the price of CPU time in this home
public record CompressionFacts(Block block, int depth, Profile profile) {}
