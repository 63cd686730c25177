package pakit.ml.models;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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

    /// One part of a cross-validation: a model, and blocks that it has not seen.
    ///
    /// @param training blocks on which the best fixed codec is chosen
    /// @param unseen blocks that are judged
    public record Fold(CompressionModel model, List<MeasuredBlock> training, List<MeasuredBlock> unseen) {
        /// @throws IllegalArgumentException naming a family that is in both
        public Fold {
            requireDisjoint(training, unseen);
        }
    }

    /// @param training blocks on which the best fixed codec is chosen
    /// @param unseen blocks that are judged
    /// @throws IllegalArgumentException naming a family that is in both
    public CompressionEvaluation evaluate(
            CompressionModel model, List<MeasuredBlock> training, List<MeasuredBlock> unseen) {
        return evaluate(List.of(new Fold(model, training, unseen)));
    }

    /// All folds as one: every block is judged by the model that has not seen it.
    public CompressionEvaluation evaluate(List<Fold> folds) {
        return evaluated(folds.stream().map(Judged::of).toList());
    }

    /// @param gains what the model answered to each of `unseen`
    CompressionEvaluation evaluate(
            CompressionModel model, float[][] gains, CodecTotals training, List<MeasuredBlock> unseen) {
        return evaluated(List.of(new Judged(model, gains, training, unseen)));
    }

    private CompressionEvaluation evaluated(List<Judged> parts) {
        Map<Profile, ProfileEvaluation> profiles = new EnumMap<>(Profile.class);
        for (Profile profile : Profile.values()) {
            profiles.put(profile, evaluate(profile, parts));
        }
        return new CompressionEvaluation(profiles);
    }

    /// A fold with what its model answered.
    private record Judged(CompressionModel model, float[][] gains, CodecTotals training, List<MeasuredBlock> unseen) {
        static Judged of(Fold fold) {
            float[][] gains = new float[fold.unseen().size()][fold.model().outputs()];
            for (int i = 0; i < gains.length; i++) {
                fold.model().predict(1, fold.unseen().get(i).features(), gains[i]);
            }
            return new Judged(fold.model(), gains, CodecTotals.of(fold.training()), fold.unseen());
        }
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

    private ProfileEvaluation evaluate(Profile profile, List<Judged> parts) {
        Tally tally = new Tally(profile);
        parts.forEach(tally::add);
        Regrets regrets = tally.regrets;
        return new ProfileEvaluation(
                regrets.percent(0),
                regrets.percent(1),
                String.join(", ", tally.fixed),
                regrets.percent(2),
                regrets.percent(3),
                regrets.pointsSaved(0, 1),
                1 - (double) tally.foretold.size() / tally.choices.size(),
                Classification.of(CLASSES, array(tally.oracles), array(tally.choices)),
                Calibration.of(tally.foretold),
                regrets.losses(0));
    }

    /// What is counted over the parts, in one profile.
    private final class Tally {
        private final Profile profile;
        private final int standard;
        private final Regrets regrets = new Regrets(4, seed);
        private final Set<String> fixed = new TreeSet<>();
        private final List<Integer> choices = new ArrayList<>();
        private final List<Integer> oracles = new ArrayList<>();
        private final List<Calibration.Case> foretold = new ArrayList<>();

        private Tally(Profile profile) {
            this.profile = profile;
            this.standard = Codec.MENU.indexOf(profile.defaultCodec());
        }

        private void add(Judged part) {
            int best = part.training.bestFixed(profile);
            fixed.add(Codec.MENU.get(best).label());
            for (int i = 0; i < part.gains.length; i++) {
                add(part.model, part.gains[i], part.unseen.get(i), best);
            }
        }

        private void add(CompressionModel model, float[] gains, MeasuredBlock block, int best) {
            boolean asks = model.asks(profile, block.plainBytes());
            int choice = asks ? choice(model, profile, gains, standard) : standard;
            int oracle = block.oracle(profile);
            double cost = block.hintedCost(profile, choice) + (asks ? profile.cost(0, hintNanos) : 0);
            if (choice != standard) {
                double realised = (block.cost(profile, standard) - cost) / block.plainBytes();
                foretold.add(new Calibration.Case(gain(model, profile, gains, choice), realised));
            }
            choices.add(choice);
            oracles.add(oracle);
            regrets.add(
                    block.family(),
                    block.cost(profile, oracle),
                    cost,
                    block.cost(profile, best),
                    block.cost(profile, standard),
                    block.cost(profile, sizeRule(block)));
        }
    }

    private static int[] array(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).toArray();
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
