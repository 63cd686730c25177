package pakit.codec;

import pakit.block.BlockId;
import pakit.error.PakitException;

/// What a delta builds on.
///
/// @param base the block without whose bytes the delta cannot be unpacked
/// @param depth how many blocks had to be unpacked before this one when it was packed: 1 if the base stood alone
public record DeltaLink(BlockId base, int depth) {
    /// A chain grows no longer than this; a cold read then unpacks at most four blocks.
    public static final int DEPTH_MAX = 3;

    /// @throws PakitException.Invalid if the depth is not 1 to [#DEPTH_MAX]
    public DeltaLink {
        if (depth < 1 || depth > DEPTH_MAX) {
            throw new PakitException.Invalid("delta depth must be 1 to " + DEPTH_MAX + ", found " + depth);
        }
    }
}
