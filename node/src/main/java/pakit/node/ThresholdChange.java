package pakit.node;

import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.serving.Thresholds;

/// Which thresholds are to be set; what is null stays as it is.
public record ThresholdChange(
        @Nullable Double latencyThresholdMs,
        @Nullable Double errorRateThreshold,
        @Nullable Double regretThresholdPercent) {
    Thresholds appliedTo(Thresholds before) {
        if (latencyThresholdMs == null && errorRateThreshold == null && regretThresholdPercent == null) {
            throw new PakitException.Invalid(
                    "name 'latencyThresholdMs', 'errorRateThreshold' or 'regretThresholdPercent'");
        }
        Thresholds changed = latencyThresholdMs == null ? before : before.withLatencyMs(latencyThresholdMs);
        changed = errorRateThreshold == null ? changed : changed.withErrorRate(errorRateThreshold);
        return regretThresholdPercent == null ? changed : changed.withRegretPercent(regretThresholdPercent);
    }
}
