package pakit.codec;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// What a record that does not stand alone builds on.
///
/// @param way how the base is used
/// @param base the block without whose bytes the record cannot be unpacked
/// @param second another such block, whose bytes stand before those of the base
/// @param depth how many blocks had to be unpacked one after the other before this one when it was packed: 1 if all
///     bases stood alone
public record DeltaLink(Way way, BlockId base, Optional<BlockId> second, int depth) {
    /// A chain grows no longer than this.
    public static final int DEPTH_MAX = 3;

    /// How a base is used.
    public enum Way {
        /// It resembles the block: what is stored is what the block differs by.
        DELTA,
        /// It is a [Dictionary], made of what many small blocks have in common.
        DICTIONARY
    }

    /// @throws PakitException.Invalid if the depth is not 1 to [#DEPTH_MAX], or if there are two dictionaries
    public DeltaLink {
        if (depth < 1 || depth > DEPTH_MAX) {
            throw new PakitException.Invalid("delta depth must be 1 to " + DEPTH_MAX + ", found " + depth);
        }
        if (way == Way.DICTIONARY && (second.isPresent() || depth != 1)) {
            throw new PakitException.Invalid("a dictionary must be the only base, at depth 1");
        }
    }

    /// A delta against one block.
    public DeltaLink(BlockId base, int depth) {
        this(Way.DELTA, base, Optional.empty(), depth);
    }

    /// Packed with a dictionary.
    public static DeltaLink dictionary(BlockId dictionary) {
        return new DeltaLink(Way.DICTIONARY, dictionary, Optional.empty(), 1);
    }

    public List<BlockId> bases() {
        return Stream.concat(Stream.of(base), second.stream()).toList();
    }
}
