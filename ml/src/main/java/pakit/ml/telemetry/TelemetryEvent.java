package pakit.ml.telemetry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Something that happened, without content, names or paths: none of these can be expressed here. Block ids are keyed
/// hashes; features are shares counted over a sample of a block.
public sealed interface TelemetryEvent {
    Instant at();

    /// A new block was stored.
    ///
    /// @param blockHash keyed hash of the block's id
    /// @param codec what the decision tried first, as a label
    /// @param storedBytes length of the record that `encoding` made; if a delta was kept instead, that is shorter
    /// @param encoding what the block is packed by without a base, as a label
    /// @param why `hinted`, `hint-ignored`, or the silence's name in lower case
    /// @param model who gave the hint, or empty
    /// @param version its version, or empty
    /// @param propensity with what probability `codec` was going to be tried; 0 in events from before it was kept
    /// @param explored whether `codec` was drawn to learn from it, where another one had been chosen
    /// @param features one row of [pakit.ml.feature.CompressionFeatures] where `codec` was drawn by lot, and of a
    /// sample of
    ///     the others ([Pace#SAMPLES]); else null
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
            long encodeNanos,
            double propensity,
            boolean explored,
            @Nullable List<Float> features)
            implements TelemetryEvent {}

    /// All codecs were tried on a new block, beside its way into the store.
    ///
    /// @param features one row of [pakit.ml.feature.CompressionFeatures]
    /// @param schema name and version of these features, such as `compression/1`
    /// @param codecs labels, in the order of the next two
    /// @param storedBytes per codec, the smaller of packed and plain size
    /// @param packNanos per codec, CPU time of packing
    /// @param codec what had been tried first on the block's way into the store
    /// @param propensity with what probability
    /// @param regretPercent what `codec` costs more than the cheapest, in percent of that
    record OracleTried(
            Instant at,
            long blockHash,
            String profile,
            int plainBytes,
            String schema,
            List<Float> features,
            List<String> codecs,
            List<Integer> storedBytes,
            List<Long> packNanos,
            String codec,
            double propensity,
            double regretPercent)
            implements TelemetryEvent {
        public OracleTried {
            features = List.copyOf(features);
            codecs = List.copyOf(codecs);
            storedBytes = List.copyOf(storedBytes);
            packNanos = List.copyOf(packNanos);
        }
    }

    /// A model answered a request, or failed to.
    ///
    /// @param features the first row that was asked, as the model's schema names them
    /// @param outputs the answer to it, or empty if there was none
    record Predicted(
            Instant at,
            String model,
            String version,
            int rows,
            boolean success,
            long nanos,
            List<Float> features,
            List<Float> outputs)
            implements TelemetryEvent {
        public Predicted {
            features = features == null ? List.of() : List.copyOf(features); // events from before they were kept
            outputs = outputs == null ? List.of() : List.copyOf(outputs);
        }
    }
}
