package pakit.store;

/// What all roots of a home add up to.
///
/// @param plainBytes bytes of all files under all roots, counted once per root
public record RootTotals(long roots, long plainBytes) {}
