package pakit.ml.prefetch;

/// What to fetch, the most promising first.
///
/// @param ids of blocks; shared, nobody writes to it
/// @param chances that each is asked for within the horizon, 0 to 1; shared, nobody writes to it
public record Suggestion(long[] ids, float[] chances) {
    /// Fetch nothing.
    public static final Suggestion NONE = new Suggestion(new long[0], new float[0]);

    public boolean isNone() {
        return ids.length == 0;
    }
}
