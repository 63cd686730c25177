package pakit.ml.peers;

import java.util.List;

/// What is known of a peer when it is ranked, in numbers.
///
/// @param latencyLogMs mean of the logs of its latencies without queueing, milliseconds
/// @param observations what that mean rests on, faded; 0 for a peer that was never heard of
/// @param distanceMs round trip by network coordinates and time of work; not positive if it is unknown
/// @param waitMs what a request would wait there
/// @param silenceShare the chance that it is not answered
/// @param timeoutMsMax the longest that the caller would wait
public record Candidate(
        double latencyLogMs,
        double observations,
        double distanceMs,
        double waitMs,
        double silenceShare,
        double timeoutMsMax) {
    /// Names of the columns of a row that is served, in order.
    public static final List<String> INPUTS =
            List.of("latency_log_ms", "observations", "distance_ms", "wait_ms", "silence_share", "timeout_ms_max");

    private static final double LOG_MAX = 20;
    private static final double LARGE = 1e9;

    /// A row that somebody sent, brought to what can be.
    static Candidate read(float[] rows, int at) {
        return new Candidate(
                Math.clamp(rows[at], -LOG_MAX, LOG_MAX),
                Math.clamp(rows[at + 1], 0, LARGE),
                Math.clamp(rows[at + 2], 0, LARGE),
                Math.clamp(rows[at + 3], 0, LARGE),
                Math.clamp(rows[at + 4], 0, 1),
                Math.clamp(rows[at + 5], 1, LARGE));
    }

    public float[] row() {
        return new float[] {
            (float) latencyLogMs,
            (float) observations,
            (float) distanceMs,
            (float) waitMs,
            (float) silenceShare,
            (float) timeoutMsMax
        };
    }
}
