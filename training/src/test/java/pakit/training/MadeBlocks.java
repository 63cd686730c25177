package pakit.training;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.feature.CompressionFeatures;
import pakit.ml.models.MeasuredBlock;

/// Measured blocks without measuring: half are dense and shrink under no codec, half shrink to a third, and feature 2
/// tells which. Times are those of a usual machine.
final class MadeBlocks {
    static final int PLAIN_BYTES = 30_000;
    private static final long[] NANOS = {1_000, 20_000, 60_000, 90_000, 400_000, 2_500_000};
    private static final String[] KINDS = {"txt", "bin", "so"};

    private MadeBlocks() {}

    static List<MeasuredBlock> blocks(int families, int blocksPerFamily, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<MeasuredBlock> blocks = new ArrayList<>();
        for (int family = 0; family < families; family++) {
            for (int i = 0; i < blocksPerFamily; i++) {
                blocks.add(block(KINDS[family % KINDS.length] + "@" + family, i % 2 == 0, random));
            }
        }
        return blocks;
    }

    static MeasuredBlock block(String family, boolean dense, SplittableRandom random) {
        float[] features = new float[CompressionFeatures.schema().size()];
        for (int i = 0; i < features.length; i++) {
            features[i] = (float) random.nextDouble();
        }
        features[2] = dense ? 8 : 4;
        int[] stored = new int[Codec.MENU.size()];
        long[] nanos = new long[Codec.MENU.size()];
        for (int codec = 0; codec < stored.length; codec++) {
            stored[codec] = dense || codec == 0 ? PLAIN_BYTES : 11_000 - 200 * codec;
            nanos[codec] = NANOS[codec] + random.nextInt(200);
        }
        return new MeasuredBlock(family, PLAIN_BYTES, features, stored, nanos);
    }

    /// Gains as a model would have them that knows all.
    static float[][] trueGains(List<MeasuredBlock> blocks) {
        float[][] gains = new float[blocks.size()][GainTargets.width()];
        for (int i = 0; i < gains.length; i++) {
            for (Profile profile : Profile.values()) {
                for (int codec = 0; codec < Codec.MENU.size(); codec++) {
                    gains[i][GainTargets.index(profile, codec)] =
                            (float) GainTargets.gain(blocks.get(i), profile, codec);
                }
            }
        }
        return gains;
    }
}
