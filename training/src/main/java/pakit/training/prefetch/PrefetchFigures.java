package pakit.training.prefetch;

/// What came of the scored part of a trace. A miss is an access that had to wait, if only for the rest of a fetch.
///
/// @param accesses scored
/// @param hits found in memory
/// @param joined found on their way
/// @param fetched reads of blocks, those ahead included
/// @param named blocks fetched ahead
/// @param right of them, those that were asked for within 32 accesses from when they could be there
/// @param used of them, those that were asked for while they were in memory
public record PrefetchFigures(
        String policy, long accesses, long hits, long joined, long fetched, long named, long right, long used) {
    public double hitRatio() {
        return (double) hits / accesses;
    }

    /// Of all that was fetched ahead, what was asked for soon; NaN if nothing was.
    public double precision() {
        return (double) right / named;
    }

    /// The share of the misses of `other` that are none here.
    public double missesRemoved(PrefetchFigures other) {
        return (hitRatio() - other.hitRatio()) / (1 - other.hitRatio());
    }

    /// How many more fetches than `other` makes, as a share of those.
    public double extraFetches(PrefetchFigures other) {
        return (double) fetched / other.fetched - 1;
    }

    /// What was fetched ahead and never met by an access, as a share of the fetches of `other`.
    public double wasted(PrefetchFigures other) {
        return Math.max(0, (double) (named - used - joined) / other.fetched);
    }
}
