package pakit.dag;

import java.util.List;
import java.util.Optional;
import pakit.block.BlockId;
import pakit.codec.DeltaLink;
import pakit.hint.Advice;
import pakit.hint.Hint;
import pakit.hint.Silence;

/// What came of the search for a base, in enough detail to learn from it.
///
/// @param advice what a model said of it
/// @param tried the bases that were tried as first and only one, in that order
/// @param kept what the block was stored against, if that was worth it
/// @param defaultBytes length of the record that the block would have got without the hint
public record DeltaTrial(Advice<Hint.Dedup> advice, List<Attempt> tried, Optional<DeltaLink> kept, int defaultBytes) {
    /// One base.
    ///
    /// @param sharedBins in how many bins the index saw it agree; 0 if a hint named it
    /// @param deltaBytes length of the delta against it, or 0 if it could not be a base
    public record Attempt(BlockId base, int sharedBins, int deltaBytes) {}

    public DeltaTrial {
        tried = List.copyOf(tried);
    }

    /// Nothing was tried.
    public static DeltaTrial none(int storedBytes) {
        return new DeltaTrial(Advice.silent(Silence.NOT_ASKED), List.of(), Optional.empty(), storedBytes);
    }

    /// How many bases were tried.
    public int attempts() {
        return tried.size();
    }
}
