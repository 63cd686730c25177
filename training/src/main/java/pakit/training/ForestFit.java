package pakit.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.ml.models.MeasuredBlock;
import pakit.ml.tensor.Forest;
import pakit.ml.tensor.Tree;

/// Fits boosted trees to gains. Margins are set on predictions that no tree saw the answers to: the families are cut in
/// parts, and each part is predicted by trees that grew on the others and stopped on it. Then trees grow on all of
/// them, as many as were best on the average, and only those that can change a choice are kept. A node's older own
/// blocks are in no part: all trees grow on them, and what is predicted of that node is newer.
final class ForestFit {
    private static final int PARTS = 4;

    private final TreeSettings settings;
    private final long hintNanos;
    private final long seed;
    private final List<Profile> profiles;

    /// @param profiles for which trees grow
    ForestFit(TreeSettings settings, long hintNanos, long seed, List<Profile> profiles) {
        this.profiles = List.copyOf(profiles);
        this.settings = settings;
        this.hintNanos = hintNanos;
        this.seed = seed;
    }

    /// @param losses per output, the held-out loss after each tree, first without any, over all parts
    record Fitted(TrainedModel model, double[][] losses) {}

    /// Predictions for blocks by trees that did not see them.
    private record Unseen(Margin.Predicted predicted, int[] trees, double[][] losses) {}

    /// @param done told how many of [#steps] are done
    Fitted fit(FamilySplit split, IntConsumer done) {
        Unseen unseen = unseen(split, done);
        Map<Profile, Margin> margins = new EnumMap<>(Profile.class);
        for (Profile profile : profiles) {
            margins.put(profile, Margin.choose(profile, unseen.predicted, hintNanos, seed));
        }
        Forest forest = forest(split, unseen, margins);
        done.accept(steps());
        return new Fitted(new TrainedModel(forest, margins), unseen.losses);
    }

    /// The mean over all outputs of the held-out loss, that without trees being 1: what settings are compared by.
    double loss(FamilySplit split, RandomSearch.Pruner pruner) {
        FamilyFolds folds = folds(split);
        double sum = 0;
        for (int part = 0; part < PARTS; part++) {
            Samples samples = GainTargets.samples(folds.parts().get(part), split.weighing());
            BoostedTrees boosting = new BoostedTrees(without(part, folds, split), settings);
            int outputs = 0;
            double relative = 0;
            for (int output = 0; output < GainTargets.width(); output++) {
                if (grows(output)) {
                    BoostedTrees.Boosted boosted = boosting.fit(output, samples);
                    relative += boosted.losses().get(boosted.best())
                            / Math.max(Double.MIN_NORMAL, boosted.losses().getFirst());
                    outputs++;
                }
            }
            sum += relative / outputs;
            if (!pruner.keeps(part, sum / (part + 1))) {
                break;
            }
        }
        return sum / PARTS;
    }

    /// The mean over all outputs, each relative to its first loss.
    static double[] relative(double[][] losses) {
        double[] mean = new double[losses[0].length];
        int outputs = 0;
        for (double[] each : losses) {
            outputs += each[0] > 0 ? 1 : 0;
        }
        for (double[] each : losses) {
            for (int i = 0; i < mean.length && each[0] > 0; i++) {
                mean[i] += each[i] / each[0] / outputs;
            }
        }
        return mean;
    }

    static int steps() {
        return PARTS + 1;
    }

    private FamilyFolds folds(FamilySplit split) {
        Set<String> older = split.older().stream().map(MeasuredBlock::family).collect(Collectors.toSet());
        return FamilyFolds.of(
                split.seen().stream()
                        .filter(block -> !older.contains(block.family()))
                        .toList(),
                PARTS,
                seed);
    }

    private static Samples without(int part, FamilyFolds folds, FamilySplit split) {
        List<MeasuredBlock> rest = folds.allBut(part);
        rest.addAll(split.older());
        return GainTargets.samples(rest, split.weighing());
    }

    private Unseen unseen(FamilySplit split, IntConsumer done) {
        FamilyFolds folds = folds(split);
        List<MeasuredBlock> held = new ArrayList<>();
        List<float[]> gains = new ArrayList<>();
        int[] trees = new int[GainTargets.width()];
        double[][] losses = new double[GainTargets.width()][settings.trees() + 1];
        for (int part = 0; part < PARTS; part++) {
            Samples samples = GainTargets.samples(folds.parts().get(part), split.weighing());
            BoostedTrees boosting = new BoostedTrees(without(part, folds, split), settings);
            float[][] predicted = new float[samples.size()][GainTargets.width()];
            for (int output = 0; output < trees.length; output++) {
                if (grows(output)) {
                    BoostedTrees.Boosted boosted = boosting.fit(output, samples);
                    trees[output] += boosted.best();
                    add(boosted.losses(), losses[output]);
                    add(boosted.kept(), samples, output, predicted);
                }
            }
            held.addAll(folds.parts().get(part));
            gains.addAll(Arrays.asList(predicted));
            done.accept(part + 1);
        }
        for (int output = 0; output < trees.length; output++) {
            trees[output] = (trees[output] + PARTS / 2) / PARTS;
        }
        return new Unseen(new Margin.Predicted(held, gains.toArray(float[][]::new), split.weighing()), trees, losses);
    }

    private static void add(List<Double> losses, double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += losses.get(Math.min(i, losses.size() - 1)) / PARTS;
        }
    }

    private static void add(List<Tree> trees, Samples samples, int output, float[][] predicted) {
        for (int row = 0; row < predicted.length; row++) {
            for (Tree tree : trees) {
                predicted[row][output] += tree.leaf(samples.inputs()[row], 0);
            }
        }
    }

    /// Takes the margins off what is there before any tree, so that serving needs to know none.
    private Forest forest(FamilySplit split, Unseen unseen, Map<Profile, Margin> margins) {
        Samples samples = GainTargets.samples(split.seen(), split.weighing());
        BoostedTrees boosting = new BoostedTrees(samples, settings);
        float[] base = new float[GainTargets.width()];
        List<Tree> trees = new ArrayList<>();
        for (Profile profile : profiles) {
            Margin margin = Objects.requireNonNull(margins.get(profile));
            for (int codec = 0; codec < Codec.MENU.size(); codec++) {
                int output = GainTargets.index(profile, codec);
                if (!isStandard(output)) {
                    boolean used = margin instanceof Margin.Above above
                            && Margin.everChosen(profile, codec, above, unseen.predicted);
                    base[output] = used ? (float) -((Margin.Above) margin).share() : TrainedModel.NEVER;
                    trees.addAll(used ? boosting.fit(output, unseen.trees[output]) : List.of());
                }
            }
        }
        return Forest.of(samples.inputWidth(), base, trees);
    }

    private boolean grows(int output) {
        return profiles.contains(Profile.values()[output / Codec.MENU.size()]) && !isStandard(output);
    }

    private static boolean isStandard(int output) {
        Profile profile = Profile.values()[output / Codec.MENU.size()];
        return Codec.MENU.get(output % Codec.MENU.size()).equals(profile.defaultCodec());
    }
}
