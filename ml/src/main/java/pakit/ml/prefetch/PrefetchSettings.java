package pakit.ml.prefetch;

/// What of the engine is chosen and not learnt. The defaults were found on the first halves of real traces;
/// docs/models/prefetch_engine.md has what they do on the second.
///
/// @param historyMax accesses that are remembered; a power of two
/// @param proposalsMax candidates whose fate is watched at a time; a power of two
/// @param occurrences how many earlier accesses to the same block, and to the same two, are looked at
/// @param window how many accesses after each of them
/// @param siblings how many blocks after one in its node
/// @param idsMax how many ids one decision may name
/// @param leadMax fetches that take longer, in accesses, are not waited for
/// @param horizon within so many accesses after it can be there a block has to be asked for to count as used
/// @param wasteShare wasted fetches allowed, as a share of those that would be made without prefetching
/// @param chanceMin nothing is fetched that is less likely to be used
public record PrefetchSettings(
        int historyMax,
        int proposalsMax,
        int occurrences,
        int window,
        int siblings,
        int idsMax,
        int leadMax,
        int horizon,
        double wasteShare,
        double chanceMin) {
    public static final PrefetchSettings DEFAULT =
            new PrefetchSettings(1 << 18, 1 << 13, 4, 16, 8, 5, 128, 32, 0.07, 0.5);

    public PrefetchSettings {
        powerOfTwo("historyMax", historyMax, 1 << 24);
        powerOfTwo("proposalsMax", proposalsMax, 1 << 20);
        within("occurrences", occurrences, Cell.OCCURRENCES_MAX);
        within("window", window, 16);
        within("siblings", siblings, 16);
        within("idsMax", idsMax, 16);
        within("leadMax", leadMax, 1024);
        within("horizon", horizon, 1 << 16);
        if (!(wasteShare >= 0 && wasteShare <= 1) || !(chanceMin > 0 && chanceMin < WasteBudget.CHANCE_WANTED_MAX)) {
            throw new IllegalArgumentException("wasteShare must be within 0 and 1, chanceMin between 0 and "
                    + WasteBudget.CHANCE_WANTED_MAX + ", found " + wasteShare + ", " + chanceMin);
        }
    }

    private static void powerOfTwo(String name, int value, int max) {
        if (Integer.bitCount(value) != 1 || value < 16 || value > max) {
            throw new IllegalArgumentException(name + " must be a power of two from 16 to " + max + ", found " + value);
        }
    }

    private static void within(String name, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + " must be 1 to " + max + ", found " + value);
        }
    }
}
