package pakit.ml.models;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.Evaluation.ProfileEvaluation;

/// Measures a compression model against the rules it has to beat, on blocks of families it has not seen. Pure: the same
/// blocks and seed give the same figures.
public final class ModelEvaluator {
    private static final int SIZE_RULE_BYTES = 100_000;
    private static final Codec SIZE_RULE_LARGE = new Codec.Zstd(3);
    private static final Codec SIZE_RULE_SMALL = new Codec.Lz4();

    private final long hintNanos;
    private final long seed;

    /// @param hintNanos the price of asking: features and inference of one block
    /// @param seed of the resampling
    public ModelEvaluator(long hintNanos, long seed) {
        if (hintNanos < 0) {
            throw new IllegalArgumentException("hintNanos must not be negative, found " + hintNanos);
        }
        this.hintNanos = hintNanos;
        this.seed = seed;
    }

    /// @param training blocks on which the best fixed codec is chosen
    /// @param unseen blocks that are judged; none of their families is in `training`
    public Evaluation evaluate(CompressionModel model, List<MeasuredBlock> training, List<MeasuredBlock> unseen) {
        if (training.isEmpty() || unseen.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs training and unseen blocks, found "
                    + training.size() + " and " + unseen.size());
        }
        float[][] gains = gains(model, unseen);
        Map<Profile, ProfileEvaluation> profiles = new EnumMap<>(Profile.class);
        for (Profile profile : Profile.values()) {
            profiles.put(profile, evaluate(profile, model, gains, training, unseen));
        }
        return new Evaluation(profiles);
    }

    private ProfileEvaluation evaluate(
            Profile profile,
            CompressionModel model,
            float[][] gains,
            List<MeasuredBlock> training,
            List<MeasuredBlock> unseen) {
        int standard = Codec.MENU.indexOf(profile.defaultCodec());
        int fixed = bestFixed(profile, training);
        int[] choices = new int[unseen.size()];
        double asking = model.abstains(profile) ? 0 : profile.cost(0, hintNanos);
        int abstained = 0;
        int right = 0;
        Regrets regrets = new Regrets(4, seed);
        for (int i = 0; i < choices.length; i++) {
            MeasuredBlock block = unseen.get(i);
            choices[i] = choice(model, profile, gains[i], standard);
            int oracle = block.oracle(profile);
            abstained += choices[i] == standard ? 1 : 0;
            right += choices[i] == oracle ? 1 : 0;
            regrets.add(
                    block.family(),
                    block.cost(profile, oracle),
                    block.hintedCost(profile, choices[i]) + asking,
                    block.cost(profile, fixed),
                    block.cost(profile, standard),
                    block.cost(profile, sizeRule(block)));
        }
        return new ProfileEvaluation(
                regrets.percent(0),
                regrets.percent(1),
                Codec.MENU.get(fixed).label(),
                regrets.percent(2),
                regrets.percent(3),
                regrets.pointsSaved(0, 1),
                (double) abstained / choices.length,
                (double) right / choices.length);
    }

    /// The number of the codec that is cheapest over all `blocks`.
    public static int bestFixed(Profile profile, List<MeasuredBlock> blocks) {
        int best = 0;
        double bestCost = Double.POSITIVE_INFINITY;
        for (int codec = 0; codec < Codec.MENU.size(); codec++) {
            int candidate = codec;
            double cost = blocks.stream()
                    .mapToDouble(block -> block.cost(profile, candidate))
                    .sum();
            if (cost < bestCost) {
                best = codec;
                bestCost = cost;
            }
        }
        return best;
    }

    private static int sizeRule(MeasuredBlock block) {
        return Codec.MENU.indexOf(block.plainBytes() > SIZE_RULE_BYTES ? SIZE_RULE_LARGE : SIZE_RULE_SMALL);
    }

    /// The number in the menu of the codec with the largest positive gain, else the default.
    private static int choice(CompressionModel model, Profile profile, float[] gains, int standard) {
        int offset = model.offset(profile);
        int best = standard;
        float bestGain = 0;
        for (int i = 0; i < model.codecs().size(); i++) {
            int codec = Codec.MENU.indexOf(model.codecs().get(i));
            if (codec >= 0 && gains[offset + i] > bestGain) {
                best = codec;
                bestGain = gains[offset + i];
            }
        }
        return best;
    }

    private static float[][] gains(CompressionModel model, List<MeasuredBlock> blocks) {
        float[][] gains = new float[blocks.size()][model.outputs()];
        for (int i = 0; i < gains.length; i++) {
            model.predict(1, blocks.get(i).features(), gains[i]);
        }
        return gains;
    }
}
