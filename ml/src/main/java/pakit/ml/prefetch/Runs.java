package pakit.ml.prefetch;

/// Readers that go through siblings one after the other, many at a time: for each the block that it will come to next,
/// and how many it has come to so far. Not thread-safe.
final class Runs {
    private static final int SLOTS = 1024;
    private static final int SLOTS_SHIFT = 54;

    private final long[] expected = new long[SLOTS];
    private final int[] followed = new int[SLOTS];

    /// @param next the sibling after `id`, or [Structure#NONE]
    /// @return how many siblings led to `id` in a row
    int accessed(long id, long next) {
        int at = slot(id);
        int run = 0;
        if (expected[at] == id) {
            run = followed[at];
            expected[at] = Structure.NONE;
        }
        if (next != Structure.NONE) {
            int there = slot(next);
            expected[there] = next;
            followed[there] = run + 1;
        }
        return run;
    }

    private static int slot(long id) {
        return (int) (id * Hashes.GOLDEN >>> SLOTS_SHIFT);
    }
}
