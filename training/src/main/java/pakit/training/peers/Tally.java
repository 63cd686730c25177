package pakit.training.peers;

import java.util.Arrays;

/// What a policy made of a scenario.
///
/// @param latenciesMs of all requests that were answered, sorted; a request that was not counts in `ok` alone
/// @param requests that were asked
/// @param firstOk those that were answered without a time-out
/// @param ok those that were answered in three attempts
/// @param hedges second requests beside the first
/// @param retries requests after a time-out
/// @param probes small messages
public record Tally(
        String policy,
        double[] latenciesMs,
        long requests,
        long firstOk,
        long ok,
        long hedges,
        long retries,
        long probes) {
    public double meanMs() {
        return Arrays.stream(latenciesMs).average().orElse(Double.NaN);
    }

    public double percentileMs(double share) {
        return latenciesMs[(int) Math.min(latenciesMs.length - 1, share * latenciesMs.length)];
    }

    /// Hedges and requests after a time-out, by requests.
    public double extraShare() {
        return (double) (hedges + retries) / requests;
    }

    /// Standard deviation.
    double deviationMs() {
        double mean = meanMs();
        return Math.sqrt(Arrays.stream(latenciesMs)
                .map(ms -> (ms - mean) * (ms - mean))
                .average()
                .orElse(Double.NaN));
    }
}
