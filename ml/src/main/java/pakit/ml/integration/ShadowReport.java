package pakit.ml.integration;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How a challenger's answers compare with those of the live version, since both stand as they do.
///
/// @param live null while no version is
/// @param candidate the challenger; null while there is none
/// @param share of the questions that are asked of both
/// @param compared questions that both answered
/// @param agreed those of them with the same answer
/// @param agreement share of those with its 95 % interval, which may be looked at any time; null before the first
/// @param differences what the live version answered and the candidate did not, most frequent first
/// @param dropped questions that were drawn and not asked, for want of time
public record ShadowReport(
        String model,
        @Nullable Side live,
        @Nullable Side candidate,
        double share,
        long compared,
        long agreed,
        @Nullable Figure agreement,
        List<Difference> differences,
        long dropped) {
    public ShadowReport {
        differences = List.copyOf(differences);
    }

    /// Without the versions that have no name.
    ShadowReport withoutUnknownSides() {
        return new ShadowReport(
                model, known(live), known(candidate), share, compared, agreed, agreement, differences, dropped);
    }

    private static @Nullable Side known(@Nullable Side side) {
        return side == null || side.version().isEmpty() ? null : side;
    }

    /// One of the two versions.
    ///
    /// @param failures by kind: `failed`, `not_finite`, `unusable`
    /// @param regret of its choices where the oracle tried all codecs, in percent; null below 300 blocks
    /// @param regretSamples the blocks that the oracle tried
    public record Side(
            String version,
            Map<String, Long> failures,
            double latencyP50Ms,
            double latencyP99Ms,
            @Nullable Figure regret,
            long regretSamples) {}

    /// A figure with its interval.
    public record Figure(double value, double low, double high) {}

    /// How often two answers stood against each other.
    public record Difference(String live, String candidate, long times) {}
}
