package pakit.ml.telemetry;

import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.DeltaLink;
import pakit.dag.Decision;
import pakit.dag.DeltaTrial;
import pakit.dag.Outcome;
import pakit.ml.feature.CompressionFeatures;

/// Turns what came of a block into an event, leaving out everything that could name its content. Blocks that the store
/// had already leave no event. Thread-safe, does not block.
public final class OutcomeTelemetry implements Consumer<Outcome> {
    private final Consumer<TelemetryEvent> events;
    private final ToLongFunction<BlockId> hasher;
    private final InstantSource clock;
    private final Pace samples = new Pace(Pace.SAMPLES, System::nanoTime);

    /// @param hasher of ids, [BlockHasher#hash(BlockId)] or [BlockHasher#plain]
    /// @param events told on the calling thread; must not block
    public OutcomeTelemetry(Consumer<TelemetryEvent> events, ToLongFunction<BlockId> hasher, InstantSource clock) {
        this.events = events;
        this.hasher = hasher;
        this.clock = clock;
    }

    @Override
    public void accept(Outcome outcome) {
        switch (outcome) {
            case Outcome.Known known -> {}
            case Outcome.Stored stored -> {
                events.accept(event(stored));
                if (stored.delta().attempts() > 0) {
                    events.accept(tried(stored));
                }
            }
        }
    }

    private TelemetryEvent event(Outcome.Stored stored) {
        Origin origin = origin(stored.decision().why());
        return new TelemetryEvent.BlockStored(
                clock.instant(),
                hasher.applyAsLong(stored.id()),
                stored.plainBytes(),
                stored.aloneBytes(),
                stored.decision().codec().label(),
                stored.encoding().label(),
                origin.why(),
                origin.model(),
                origin.version(),
                origin.gain(),
                stored.adviseNanos(),
                stored.encodeNanos(),
                stored.decision().propensity(),
                !stored.decision().codec().equals(stored.decision().settled()),
                isSampled(stored) ? features(stored.block()) : null);
    }

    private TelemetryEvent tried(Outcome.Stored stored) {
        DeltaTrial trial = stored.delta();
        DeltaTrial.Attempt best = trial.tried().stream()
                .filter(attempt -> attempt.deltaBytes() > 0)
                .min(Comparator.comparingInt(DeltaTrial.Attempt::deltaBytes))
                .orElse(trial.tried().getFirst());
        return new TelemetryEvent.DedupTried(
                clock.instant(),
                hasher.applyAsLong(stored.id()),
                trial.attempts(),
                best.sharedBins(),
                best.deltaBytes(),
                trial.defaultBytes(),
                trial.kept().map(DeltaLink::depth).orElse(0));
    }

    /// What was drawn by lot is learned from; the others tell what the blocks of this node look like.
    private boolean isSampled(Outcome.Stored stored) {
        return stored.decision().propensity() < 1 || stored.id().kind() == BlockId.Kind.RAW && samples.isDue();
    }

    private static List<Float> features(Block block) {
        float[] row = new float[CompressionFeatures.schema().size()];
        CompressionFeatures.extract(block, 0, row);
        return CompressionFeatures.listed(row);
    }

    private static Origin origin(Decision.Why why) {
        return switch (why) {
            case Decision.Why.Hinted hinted -> new Origin("hinted", hinted.model(), hinted.version(), hinted.gain());
            case Decision.Why.HintIgnored ignored -> new Origin("hint-ignored", ignored.model(), ignored.version(), 0);
            case Decision.Why.Unhinted unhinted ->
                new Origin(unhinted.silence().name().toLowerCase(Locale.ROOT), "", "", 0);
        };
    }

    private record Origin(String why, String model, String version, double gain) {}
}
