package pakit.ml.estimate;

import java.util.List;

/// What a candidate would bring, a block on the average.
///
/// @param decisions logged ones that were drawn with a known probability, with features
/// @param agreeing of these, the ones in which the candidate would have done the same
/// @param effectiveSampleSize how many agreeing decisions of equal weight would say as much
/// @param support the mean weight: 1 if all that the candidate would do was tried, but for chance
/// @param oracleSamples blocks on which all codecs were tried
/// @param warnings what is wrong with the figures, and what to do about it
public record CandidateReport(
        String model,
        String version,
        String profile,
        long decisions,
        long agreeing,
        double effectiveSampleSize,
        double support,
        long oracleSamples,
        List<Figure> figures,
        List<String> warnings) {
    /// @param measure `stored_bytes`, `encode_ms`, `cost_bytes` or `regret_percent`
    /// @param method `logged` (what was), `ips`, `snips`, `doubly_robust`, or `oracle` (the candidate's choices on
    ///     blocks on which all codecs were tried)
    /// @param low end of the 95 % interval
    public record Figure(String measure, String method, double value, double low, double high) {}

    public CandidateReport {
        figures = List.copyOf(figures);
        warnings = List.copyOf(warnings);
    }
}
