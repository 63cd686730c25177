package pakit.ml.integration;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;

/// Ids of blocks by the first word of their digest, of those that were read or linked to lately: of two with the same
/// place the later one stays. Not thread-safe.
final class KnownBlocks {
    private final @Nullable BlockId[] ids;
    private final int shift;

    /// @param capacity a power of two
    KnownBlocks(int capacity) {
        ids = new BlockId[capacity];
        shift = 64 - Integer.numberOfTrailingZeros(capacity);
    }

    /// @return the word that stands for the block; never 0
    long add(BlockId id) {
        long word = word(id);
        ids[(int) (word >>> shift)] = id;
        return word;
    }

    @Nullable
    BlockId find(long word) {
        BlockId id = ids[(int) (word >>> shift)];
        return id != null && word(id) == word ? id : null;
    }

    /// Those of them that are in `words`.
    ///
    /// @param words in ascending order
    List<BlockId> among(long[] words) {
        return Arrays.stream(ids)
                .filter(Objects::nonNull)
                .filter(id -> Arrays.binarySearch(words, word(id)) >= 0)
                .toList();
    }

    static long word(BlockId id) {
        long word = id.digestWord(0);
        return word == 0 ? 1 : word;
    }
}
