package pakit.ml.serving;

import pakit.error.PakitException;

/// Above which figures alerts are raised: latency and error rate are those of the window.
///
/// @param latencyThresholdMs of the 95th percentile, in milliseconds
/// @param errorRateThreshold 0..1; at 1 no error rate is too high
/// @param regretThresholdPercent of what was decided, above the cheapest codecs, as the oracle finds it; 0: never
public record Thresholds(double latencyThresholdMs, double errorRateThreshold, double regretThresholdPercent) {
    /// 5 ms and 5 %, as in the deployment guide; no alert on regret.
    public static final Thresholds DEFAULT = new Thresholds(5.0, 0.05, 0);

    public Thresholds {
        if (!(latencyThresholdMs > 0) || latencyThresholdMs == Double.POSITIVE_INFINITY) {
            throw new PakitException.Invalid("latency threshold must be above 0 ms, found " + latencyThresholdMs);
        }
        if (!(errorRateThreshold >= 0 && errorRateThreshold <= 1)) {
            throw new PakitException.Invalid(
                    "error rate threshold must be a share from 0 to 1, found " + errorRateThreshold);
        }
        if (!(regretThresholdPercent >= 0) || Double.isInfinite(regretThresholdPercent)) {
            throw new PakitException.Invalid(
                    "regret threshold must be a percentage of 0 or more, found " + regretThresholdPercent);
        }
    }

    /// The same with another latency.
    public Thresholds withLatencyMs(double value) {
        return new Thresholds(value, errorRateThreshold, regretThresholdPercent);
    }

    /// The same with another error rate.
    public Thresholds withErrorRate(double value) {
        return new Thresholds(latencyThresholdMs, value, regretThresholdPercent);
    }

    /// The same with another regret.
    public Thresholds withRegretPercent(double value) {
        return new Thresholds(latencyThresholdMs, errorRateThreshold, value);
    }
}
