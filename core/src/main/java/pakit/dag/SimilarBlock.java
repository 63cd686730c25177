package pakit.dag;

import pakit.block.BlockId;

/// A block that may be like another one: a suggestion, from the index or from whomever. Nothing is taken on trust from
/// it; see [DedupRule].
///
/// @param sharedBins in how many bins of 16 the two sketches agree
public record SimilarBlock(BlockId id, int sharedBins) {}
