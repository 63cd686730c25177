package pakit.ml.telemetry;

import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import pakit.hint.Found;

/// Events of all kinds with any values, by seed.
final class EventSamples {
    private static final List<String> LABELS = List.of("", "zstd-9", "none", "compression_predictor", "1.0.0+a");

    private final Random random;

    EventSamples(long seed) {
        random = new Random(seed);
    }

    TelemetryEvent event(EventKind kind, Instant at) {
        return switch (kind) {
            case BLOCK_STORED -> stored(at, random.nextBoolean() ? features() : null);
            case ORACLE_TRIED ->
                new TelemetryEvent.OracleTried(
                        at,
                        random.nextLong(),
                        "fast",
                        number(),
                        "compression/1",
                        features(),
                        List.of("none", "lz4"),
                        List.of(number(), number()),
                        List.of(random.nextLong(), -random.nextLong()),
                        label(),
                        random.nextDouble(),
                        random.nextGaussian());
            case PREDICTED ->
                new TelemetryEvent.Predicted(
                        at, label(), label(), number(), random.nextBoolean(), random.nextLong(), features(), List.of());
            case BLOCK_READ ->
                new TelemetryEvent.BlockRead(at, random.nextLong(), number(), Found.values()[random.nextInt(4)]);
            case DEDUP_TRIED ->
                new TelemetryEvent.DedupTried(at, random.nextLong(), number(), number(), number(), number(), number());
            case PREFETCHED ->
                new TelemetryEvent.Prefetched(at, random.nextLong(), number(), number(), random.nextLong());
            case PEER_ASKED ->
                new TelemetryEvent.PeerAsked(
                        at, random.nextLong(), random.nextLong(), number(), number(), true, random.nextBoolean());
            case BROADCAST ->
                new TelemetryEvent.Broadcast(
                        at, random.nextLong(), "eager", number(), number(), number(), random.nextDouble(), number());
            case DECIDED ->
                new TelemetryEvent.Decided(
                        at,
                        TelemetryEvent.Subject.NETWORK,
                        random.nextLong(),
                        label(),
                        label(),
                        number(),
                        random.nextDouble());
            case CAME_OUT ->
                new TelemetryEvent.CameOut(
                        at, TelemetryEvent.Subject.PEERS, random.nextLong(), true, random.nextGaussian(), number());
        };
    }

    TelemetryEvent.BlockStored stored(Instant at, @Nullable List<Float> features) {
        return new TelemetryEvent.BlockStored(
                at,
                random.nextLong(),
                1 + random.nextInt(128 << 10),
                1 + random.nextInt(64 << 10),
                "zstd-3",
                random.nextInt(4) == 0 ? "none" : "zstd-3",
                "hinted",
                "compression_predictor",
                "1.0.0",
                (float) random.nextDouble(),
                500 + random.nextInt(3000),
                20_000 + random.nextInt(400_000),
                1,
                false,
                features);
    }

    List<Float> features() {
        return random.doubles(31).mapToObj(value -> (float) value).toList();
    }

    private int number() {
        return random.nextInt();
    }

    private String label() {
        return LABELS.get(random.nextInt(LABELS.size()));
    }
}
