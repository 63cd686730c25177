package pakit.ml.telemetry;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import pakit.hint.Found;

/// Something that happened, without content, names or paths: none of these can be expressed here. Blocks and peers are
/// numbers ([BlockHasher]), features are shares counted over a sample of a block, and a text is a [Label].
public sealed interface TelemetryEvent {
    Instant at();

    /// What the models of compression do not learn from.
    sealed interface Traffic extends TelemetryEvent {}

    /// Which kind of hint a [Decided] or a [CameOut] is about.
    enum Subject {
        COMPRESSION,
        DEDUP,
        PREFETCH,
        PEERS,
        NETWORK
    }

    /// Somebody asked for a block; a sample of these ([Pace#SAMPLES]).
    ///
    /// @param blockHash keyed hash of the block's id
    record BlockRead(Instant at, long blockHash, int plainBytes, Found found) implements Traffic {}

    /// Bases were tried for a new block.
    ///
    /// @param bases how many
    /// @param sharedBins in how many bins of the sketch the one agreed whose delta was the smallest
    /// @param deltaBytes length of that delta, or 0 if none of them could be a base
    /// @param defaultBytes what the block would have taken without the hint
    /// @param depth of the delta that was kept, or 0 if none was
    record DedupTried(
            Instant at, long blockHash, int bases, int sharedBins, int deltaBytes, int defaultBytes, int depth)
            implements Traffic {}

    /// What fetching ahead came to since the event before; at most one a second.
    record Prefetched(Instant at, long issued, long used, long wasted, long failed) implements Traffic {}

    /// A peer was asked for a block.
    ///
    /// @param peerHash keyed hash of the peer's name
    /// @param nanos until it answered or was given up
    record PeerAsked(Instant at, long peerHash, long blockHash, int bytes, long nanos, boolean answered, boolean hedged)
            implements Traffic {}

    /// A block was announced or sent to many.
    ///
    /// @param mode label, such as `eager`
    /// @param coverage share of the peers that it reached
    record Broadcast(
            Instant at, long blockHash, String mode, int fanout, int ttl, int bytes, double coverage, long nanos)
            implements Traffic {
        public Broadcast {
            Label.require(mode);
        }
    }

    /// Something other than a codec was decided; for codecs see [BlockStored].
    ///
    /// @param subjectHash keyed hash of what it was about
    /// @param choice number of the choice, in the order of the hint's kind
    /// @param propensity with what probability
    record Decided(
            Instant at, Subject subject, long subjectHash, String model, String version, int choice, double propensity)
            implements Traffic {
        public Decided {
            Label.require(model);
            Label.require(version);
        }
    }

    /// What came of something that was [Decided].
    ///
    /// @param cost in the unit of the hint's kind; lower is better
    record CameOut(Instant at, Subject subject, long subjectHash, boolean success, double cost, long nanos)
            implements Traffic {}

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
    ///     sample of the others ([Pace#SAMPLES]); else null
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
            implements TelemetryEvent {
        public BlockStored {
            Label.require(codec);
            Label.require(encoding);
            Label.require(why);
            Label.require(model);
            Label.require(version);
        }
    }

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
            Label.require(profile);
            Label.require(codec);
            codecs.forEach(Label::require);
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
            Label.require(model);
            Label.require(version);
            features = List.copyOf(features);
            outputs = List.copyOf(outputs);
        }
    }
}
