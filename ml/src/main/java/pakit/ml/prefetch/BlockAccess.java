package pakit.ml.prefetch;

import java.util.function.LongPredicate;
import pakit.hint.Found;

/// One block that somebody asked for.
///
/// @param id of it; never 0
/// @param found how it was found
/// @param held whether a block is in memory or on its way
/// @param room how many blocks may be named
public record BlockAccess(long id, Found found, LongPredicate held, int room) {
    public BlockAccess {
        if (id == Structure.NONE || room < 0) {
            throw new IllegalArgumentException("id must not be 0 nor room negative, found " + id + " and " + room);
        }
    }
}
