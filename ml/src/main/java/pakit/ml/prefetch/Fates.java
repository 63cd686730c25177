package pakit.ml.prefetch;

/// Told what came of each candidate.
@FunctionalInterface
public interface Fates {
    /// @param evidence what spoke for it, as [Chances#chance] takes it
    /// @param used whether it was asked for in time
    void ended(float[] evidence, boolean used);
}
