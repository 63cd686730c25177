package pakit.ml.serving;

/// Figures of one model since its load. Counts are exact; latencies, in milliseconds, are of the timed calls and 0
/// before the first.
///
/// @param successRate 0..1; 1 before the first call
public record ModelMetrics(
        long predictions,
        long errors,
        double successRate,
        double latencyAvg,
        double latencyP50,
        double latencyP95,
        double latencyP99) {
    /// Before the first call.
    static final ModelMetrics NONE = new ModelMetrics(0, 0, 1, 0, 0, 0, 0);
}
