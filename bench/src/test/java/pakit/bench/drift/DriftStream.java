package pakit.bench.drift;

import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.telemetry.TelemetryEvent;

/// What a node tells of its blocks, before a shift and after it.
interface DriftStream {
    Profile PROFILE = Profile.SWIFT;

    TelemetryEvent next(Instant at);

    /// Makes one from a seed's randomness.
    interface Maker {
        DriftStream of(SplittableRandom random);
    }

    /// Rows of features.
    static DriftStream rows(DrawnBlocks blocks) {
        return at ->
                stored(at, "abstained", CompressionFeatures.listed(blocks.next().features()));
    }

    /// Of two streams, the second with that chance.
    static DriftStream mixed(DriftStream usual, DriftStream other, double share, SplittableRandom random) {
        return at -> (random.nextDouble() < share ? other : usual).next(at);
    }

    /// Blocks that the oracle tried; the profile's default was chosen.
    static DriftStream usualChoices(DrawnBlocks blocks) {
        return at -> tried(at, blocks.next(), Codec.MENU.indexOf(PROFILE.defaultCodec()));
    }

    /// A share of the codecs is drawn by lot instead.
    static DriftStream wildChoices(DrawnBlocks blocks, double share, SplittableRandom random) {
        return at -> {
            boolean wild = random.nextDouble() < share;
            int usual = Codec.MENU.indexOf(PROFILE.defaultCodec());
            return tried(at, blocks.next(), wild ? random.nextInt(Codec.MENU.size()) : usual);
        };
    }

    /// Stored blocks about which the model gave no usable answer with that chance.
    static DriftStream hints(double failing, SplittableRandom random) {
        return at -> stored(at, random.nextDouble() < failing ? "model_failed" : "abstained", List.of());
    }

    private static TelemetryEvent stored(Instant at, String why, List<Float> features) {
        return new TelemetryEvent.BlockStored(at, 1, 1, 1, "none", "none", why, "", "", 0, 1, 1, 1, false, features);
    }

    private static TelemetryEvent tried(Instant at, MeasuredBlock block, int codec) {
        double regret = block.hintedCost(PROFILE, codec) / block.cost(PROFILE, block.oracle(PROFILE)) - 1;
        return new TelemetryEvent.OracleTried(
                at,
                1,
                PROFILE.label(),
                block.plainBytes(),
                "compression/1",
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Codec.MENU.get(codec).label(),
                1,
                100 * regret);
    }
}
