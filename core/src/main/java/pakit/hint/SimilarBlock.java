package pakit.hint;

import pakit.block.BlockId;

/// A block that may be like another one: a suggestion of the index. Nothing is taken on trust from it.
///
/// @param bins in which bins of 16 the two sketches agree, the first bin's bit lowest
/// @param depth how many blocks have to be unpacked before this one
public record SimilarBlock(BlockId id, int bins, int depth) {
    public int sharedBins() {
        return Integer.bitCount(bins);
    }

    /// In how many bins this one agrees where `other` does not.
    public int sharedBeside(SimilarBlock other) {
        return Integer.bitCount(bins & ~other.bins);
    }
}
