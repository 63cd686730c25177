package pakit.load;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a load test found.
///
/// @param over `process`, `http` or `grpc`
/// @param requests answered or failed
/// @param unsent that the time was too short for
/// @param successRate 0..1; 0 if nothing was sent
/// @param perSecond answered requests a second
/// @param latencyMs of the answered requests, null if there are none
/// @param failures by kind
/// @param swaps null if none were asked for
public record LoadReport(
        String model,
        String over,
        int concurrency,
        @Nullable Double rate,
        long requests,
        long succeeded,
        long unsent,
        double successRate,
        double seconds,
        double perSecond,
        @Nullable Latency latencyMs,
        Map<String, Failures> failures,
        @Nullable Swaps swaps) {
    /// Milliseconds from the moment in which a request was to start to its answer.
    public record Latency(double avg, double p50, double p90, double p95, double p99, double p999, double max) {}

    /// Failures of one kind.
    ///
    /// @param example what the first of them said
    public record Failures(long count, String example) {
        Failures and(Failures more) {
            return new Failures(count + more.count, example);
        }
    }

    /// The same load without and with swaps, by turns.
    ///
    /// @param count swaps that were made
    /// @param swapMsMax what the slowest swap took
    /// @param failures swaps that failed, by what was said
    /// @param p99Ratio how many times longer the slowest hundredth waits while versions are swapped
    public record Swaps(
            long everyMs,
            long count,
            double swapMsMax,
            Map<String, Long> failures,
            @Nullable Latency steadyMs,
            @Nullable Latency swappingMs,
            @Nullable Double p99Ratio) {}
}
