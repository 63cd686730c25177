package pakit.ml.telemetry;

import java.time.Instant;

/// Something that happened, without content, names or paths: none of these can be expressed here. Block ids are keyed
/// hashes.
public sealed interface TelemetryEvent {
    Instant at();

    /// A new block was stored.
    ///
    /// @param blockHash keyed hash of the block's id
    /// @param codec what the decision tried first, as a label
    /// @param encoding what the block is stored as, as a label
    /// @param why `hinted`, `hint-ignored`, or the silence's name in lower case
    /// @param model who gave the hint, or empty
    /// @param version its version, or empty
    record BlockStored(
            Instant at,
            long blockHash,
            int plainBytes,
            int storedBytes,
            String codec,
            String encoding,
            String why,
            String model,
            String version,
            double predictedGain,
            long adviseNanos,
            long encodeNanos)
            implements TelemetryEvent {}

    /// A model answered a request.
    record Predicted(Instant at, String model, String version, int rows, boolean success, long nanos)
            implements TelemetryEvent {}
}
