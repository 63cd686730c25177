package pakit.ml.models;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.CompressionEvaluation.ProfileEvaluation;

/// Measures a compression model against the rules it has to beat, on blocks of families it has not seen. Pure: the same
/// blocks and seed give the same figures.
public final class CompressionEvaluator {
    private static final int SIZE_RULE_BYTES = 100_000;
    private static final Codec SIZE_RULE_LARGE = new Codec.Zstd(3);
    private static final Codec SIZE_RULE_SMALL = new Codec.Lz4();
    private static final List<String> CLASSES =
            Codec.MENU.stream().map(Codec::label).toList();

    private final long hintNanos;
    private final long seed;

    /// @param hintNanos the price of asking: features and inference of one block
    /// @param seed of the resampling
    public CompressionEvaluator(long hintNanos, long seed) {
        if (hintNanos < 0) {
            throw new IllegalArgumentException("hintNanos must not be negative, found " + hintNanos);
        }
        this.hintNanos = hintNanos;
        this.seed = seed;
    }

    /// @param training blocks on which the best fixed codec is chosen
    /// @param unseen blocks that are judged
    /// @throws IllegalArgumentException naming a family that is in both
    public CompressionEvaluation evaluate(
            CompressionModel model, List<MeasuredBlock> training, List<MeasuredBlock> unseen) {
        requireDisjoint(training, unseen);
        float[][] gains = new float[unseen.size()][model.outputs()];
        for (int i = 0; i < gains.length; i++) {
            model.predict(1, unseen.get(i).features(), gains[i]);
        }
        return evaluate(model, gains, CodecTotals.of(training), unseen);
    }

    /// @param gains what the model answered to each of `unseen`
    CompressionEvaluation evaluate(
            CompressionModel model, float[][] gains, CodecTotals training, List<MeasuredBlock> unseen) {
        Map<Profile, ProfileEvaluation> profiles = new EnumMap<>(Profile.class);
        for (Profile profile : Profile.values()) {
            profiles.put(profile, evaluate(profile, model, gains, training.bestFixed(profile), unseen));
        }
        return new CompressionEvaluation(profiles);
    }

    private static void requireDisjoint(List<MeasuredBlock> training, List<MeasuredBlock> unseen) {
        if (training.isEmpty() || unseen.isEmpty()) {
            throw new IllegalArgumentException("an evaluation needs training and unseen blocks, found "
                    + training.size() + " and " + unseen.size());
        }
        Set<String> both = families(training);
        both.retainAll(families(unseen));
        if (!both.isEmpty()) {
            throw new IllegalArgumentException("no family may be in both the training and the unseen blocks, found "
                    + both.size() + " that are, such as "
                    + both.stream().sorted().findFirst().orElseThrow());
        }
    }

    private static Set<String> families(List<MeasuredBlock> blocks) {
        return blocks.stream().map(MeasuredBlock::family).collect(Collectors.toCollection(HashSet::new));
    }

    private ProfileEvaluation evaluate(
            Profile profile, CompressionModel model, float[][] gains, int fixed, List<MeasuredBlock> unseen) {
        int standard = Codec.MENU.indexOf(profile.defaultCodec());
        int[] choices = new int[unseen.size()];
        int[] oracles = new int[unseen.size()];
        double asking = model.abstains(profile) ? 0 : profile.cost(0, hintNanos);
        List<Calibration.Case> foretold = new ArrayList<>();
        Regrets regrets = new Regrets(4, seed);
        for (int i = 0; i < choices.length; i++) {
            MeasuredBlock block = unseen.get(i);
            choices[i] = choice(model, profile, gains[i], standard);
            oracles[i] = block.oracle(profile);
            double cost = block.hintedCost(profile, choices[i]) + asking;
            if (choices[i] != standard) {
                double realised = (block.cost(profile, standard) - cost) / block.plainBytes();
                foretold.add(new Calibration.Case(gain(model, profile, gains[i], choices[i]), realised));
            }
            regrets.add(
                    block.family(),
                    block.cost(profile, oracles[i]),
                    cost,
                    block.cost(profile, fixed),
                    block.cost(profile, standard),
                    block.cost(profile, sizeRule(block)));
        }
        Classification classification = Classification.of(CLASSES, oracles, choices);
        return new ProfileEvaluation(
                regrets.percent(0),
                regrets.percent(1),
                Codec.MENU.get(fixed).label(),
                regrets.percent(2),
                regrets.percent(3),
                regrets.pointsSaved(0, 1),
                (double) (choices.length - foretold.size()) / choices.length,
                classification,
                Calibration.of(foretold),
                regrets.losses(0));
    }

    private static int sizeRule(MeasuredBlock block) {
        return Codec.MENU.indexOf(block.plainBytes() > SIZE_RULE_BYTES ? SIZE_RULE_LARGE : SIZE_RULE_SMALL);
    }

    /// The number in the menu of the codec that the block would be packed with if `model` were asked: its own choice,
    /// else the profile's default.
    ///
    /// @param features of the block
    public static int choice(CompressionModel model, Profile profile, float[] features) {
        int standard = Codec.MENU.indexOf(profile.defaultCodec());
        if (model.abstains(profile)) {
            return standard;
        }
        float[] gains = new float[model.outputs()];
        model.predict(1, features, gains);
        return choice(model, profile, gains, standard);
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

    private static double gain(CompressionModel model, Profile profile, float[] gains, int choice) {
        return gains[model.offset(profile) + model.codecs().indexOf(Codec.MENU.get(choice))];
    }
}
