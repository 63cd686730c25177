package pakit.ml.serving;

import pakit.error.PakitException;

/// Above which figures of the window alerts are raised.
///
/// @param latencyThresholdMs of the 95th percentile, in milliseconds
/// @param errorRateThreshold 0..1; at 1 no error rate is too high
public record Thresholds(double latencyThresholdMs, double errorRateThreshold) {
    /// 5 ms and 5 %, as in the deployment guide.
    public static final Thresholds DEFAULT = new Thresholds(5.0, 0.05);

    public Thresholds {
        if (!(latencyThresholdMs > 0) || latencyThresholdMs == Double.POSITIVE_INFINITY) {
            throw new PakitException.Invalid("latency threshold must be above 0 ms, found " + latencyThresholdMs);
        }
        if (!(errorRateThreshold >= 0 && errorRateThreshold <= 1)) {
            throw new PakitException.Invalid(
                    "error rate threshold must be a share from 0 to 1, found " + errorRateThreshold);
        }
    }

    /// The same with another latency.
    public Thresholds withLatencyMs(double value) {
        return new Thresholds(value, errorRateThreshold);
    }

    /// The same with another error rate.
    public Thresholds withErrorRate(double value) {
        return new Thresholds(latencyThresholdMs, value);
    }
}
