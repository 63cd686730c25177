package pakit.ml.serving;

/// Figures of one model since its load.
public record ModelMetrics(
        long predictions,
        long errors,
        double successRate,
        double latencyAvg,
        double latencyP50,
        double latencyP95,
        double latencyP99) {}
