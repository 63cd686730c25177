package pakit.node;

import pakit.store.Verifier;

/// What a user wants to have verified.
///
/// @param percent of the blocks that are read, chosen anew each time: above 0 to 100
/// @param limit how many problems, and how many affected paths, are listed; the others are counted
public record VerifyOrder(double percent, int limit) {
    public static final int LIMIT_DEFAULT = Verifier.Extent.PROBLEMS_DEFAULT;

    /// All there is.
    public static final VerifyOrder WHOLE = new VerifyOrder(100, LIMIT_DEFAULT);
}
