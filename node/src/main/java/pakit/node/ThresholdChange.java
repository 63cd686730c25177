package pakit.node;

import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.serving.Thresholds;

/// Which thresholds are to be set; what is null stays as it is.
public record ThresholdChange(
        @Nullable Double latencyThresholdMs, @Nullable Double errorRateThreshold) {
    Thresholds appliedTo(Thresholds before) {
        if (latencyThresholdMs == null && errorRateThreshold == null) {
            throw new PakitException.Invalid("name 'latencyThresholdMs' or 'errorRateThreshold', or both");
        }
        Thresholds changed = latencyThresholdMs == null ? before : before.withLatencyMs(latencyThresholdMs);
        return errorRateThreshold == null ? changed : changed.withErrorRate(errorRateThreshold);
    }
}
