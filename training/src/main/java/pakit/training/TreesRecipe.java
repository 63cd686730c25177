package pakit.training;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import pakit.codec.Profile;

/// Boosted trees: a microsecond a hint, no native library, and no worse than a network wherever both were measured.
record TreesRecipe(TreeSettings settings, long seed, String found) implements CompressionRecipe {
    TreesRecipe(long seed) {
        this(TreeSettings.STANDARD, seed, "");
    }

    @Override
    public String words() {
        return ("boosted regression trees, at most %d of depth %d for each profile and codec, learning rate %s, at least "
                        + "%s mean blocks a leaf, %d cuts a feature; as many trees as were best on parts of the training "
                        + "and validation families that they had not seen%s")
                .formatted(
                        settings.trees(),
                        settings.depth(),
                        settings.learningRate(),
                        settings.leafWeightMin(),
                        settings.cutsMax(),
                        found);
    }

    @Override
    public int steps() {
        return ForestFit.steps();
    }

    @Override
    public Fitted fit(FamilySplit split, long hintNanos, IntConsumer done) {
        return fit(split, hintNanos, List.of(Profile.values()), done);
    }

    /// @param profiles for which there are to be trees
    Fitted fit(FamilySplit split, long hintNanos, List<Profile> profiles, IntConsumer done) {
        ForestFit.Fitted fitted = new ForestFit(settings, hintNanos, seed, profiles).fit(split, done);
        double[] curve = ForestFit.relative(fitted.losses());
        return new Fitted(fitted.model(), new LearningCurve("trees an output", Map.of("held-out, first = 1", curve)));
    }

    /// The same with settings that were found by trying.
    ///
    /// @param tried told how many trials are done
    TreesRecipe searched(FamilySplit split, int trials, IntConsumer tried) {
        RandomSearch.Found<TreeSettings> best = new RandomSearch<TreeSettings>()
                .best(
                        trials,
                        settings,
                        TreesRecipe::drawn,
                        (drawn, pruner) -> new ForestFit(drawn, 0, seed, List.of(Profile.values())).loss(split, pruner),
                        seed,
                        tried);
        return new TreesRecipe(
                best.settings(),
                seed,
                "; settings are the best of %d trials, %d of them ended early".formatted(best.trials(), best.pruned()));
    }

    private static TreeSettings drawn(SplittableRandom random) {
        return new TreeSettings(
                20 + 10 * random.nextInt(7),
                10,
                3 + random.nextInt(4),
                (float) (0.05 * Math.pow(6, random.nextDouble())),
                5 << random.nextInt(5),
                1 << random.nextInt(4),
                32 << random.nextInt(3));
    }
}
