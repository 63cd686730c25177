package pakit.ml.serving;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/// Figures of one model, since its load or over the window. Counts are exact; latencies, in milliseconds, are of the
/// timed calls and 0 before the first.
///
/// @param errorKinds every kind, with how many of `errors` were of it
/// @param successRate 0..1; 1 before the first call
/// @param timed how many of the calls were timed
public record ModelMetrics(
        long predictions,
        long errors,
        Map<ErrorKind, Long> errorKinds,
        double successRate,
        long timed,
        double latencyAvg,
        double latencyP50,
        double latencyP95,
        double latencyP99) {
    /// Before the first call.
    static final ModelMetrics NONE = new CallTotals().metrics();

    public ModelMetrics {
        errorKinds = Collections.unmodifiableMap(new EnumMap<>(errorKinds));
    }

    /// 0..1; 0 before the first call.
    public double errorRate() {
        return predictions == 0 ? 0 : (double) errors / predictions;
    }
}
