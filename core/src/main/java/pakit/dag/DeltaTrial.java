package pakit.dag;

import java.util.Optional;
import pakit.codec.DeltaLink;

/// What came of the search for a base.
///
/// @param attempts how many bases were tried
/// @param kept what the block was stored against, if that was worth it
public record DeltaTrial(int attempts, Optional<DeltaLink> kept) {
    /// Nothing was tried.
    public static final DeltaTrial NONE = new DeltaTrial(0, Optional.empty());
}
