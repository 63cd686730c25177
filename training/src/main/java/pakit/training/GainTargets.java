package pakit.training;

import java.util.ArrayList;
import java.util.List;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.MeasuredBlock;

/// What a network is to say of a block: per profile and codec, the gain of following such a hint over the profile's
/// default codec, as a share of the block's plain bytes.
///
/// Regressing this difference, not sizes and times one by one, is what makes a model useful: gains are a percent or so,
/// and independent errors of two large numbers hide that (docs/RATIONALE.md).
final class GainTargets {
    /// Losses are cut here: how bad a bad choice is does not matter, and with dear processor time it has no bound.
    private static final float LOSS_MAX = 0.1f;

    private static final float GAIN_MAX = 1;

    private GainTargets() {}

    static int width() {
        return Profile.values().length * Codec.MENU.size();
    }

    static int index(Profile profile, int codec) {
        return profile.ordinal() * Codec.MENU.size() + codec;
    }

    static double gain(MeasuredBlock block, Profile profile, int codec) {
        int standard = Codec.MENU.indexOf(profile.defaultCodec());
        return (block.cost(profile, standard) - block.hintedCost(profile, codec)) / block.plainBytes();
    }

    /// Each block counts by its bytes: a percent of a large block is worth more.
    static Samples samples(List<MeasuredBlock> blocks, Weighing weighing) {
        double meanBytes =
                blocks.stream().mapToInt(MeasuredBlock::plainBytes).average().orElse(1);
        List<float[]> inputs = new ArrayList<>();
        List<float[]> targets = new ArrayList<>();
        float[] weights = new float[blocks.size()];
        for (int i = 0; i < weights.length; i++) {
            inputs.add(blocks.get(i).features());
            targets.add(target(blocks.get(i)));
            weights[i] = (float) (weighing.of(blocks.get(i)) * blocks.get(i).plainBytes() / meanBytes);
        }
        return new Samples(inputs.toArray(float[][]::new), targets.toArray(float[][]::new), weights);
    }

    private static float[] target(MeasuredBlock block) {
        float[] target = new float[width()];
        for (Profile profile : Profile.values()) {
            for (int codec = 0; codec < Codec.MENU.size(); codec++) {
                double gain = gain(block, profile, codec);
                target[index(profile, codec)] = (float) Math.clamp(gain, -LOSS_MAX, GAIN_MAX);
            }
        }
        return target;
    }
}
