package pakit.training;

import java.util.ArrayList;
import java.util.List;
import pakit.ml.tensor.Tree;

/// Boosts regression trees for one output after another (Friedman 2001): each tree explains what those before it left,
/// and a share of that is kept. Everything follows from the samples; nothing is drawn.
final class BoostedTrees {
    private final Samples training;
    private final Bins bins;
    private final TreeSettings settings;
    private final TreeGrower grower;

    BoostedTrees(Samples training, TreeSettings settings) {
        this.training = training;
        this.settings = settings;
        this.bins = Bins.of(training.inputs(), settings.cutsMax());
        this.grower = new TreeGrower(bins, training.weights(), settings);
    }

    /// Trees for one output and the loss on held-out samples after each.
    ///
    /// @param losses mean squared error, first without any tree
    record Boosted(List<Tree> trees, List<Double> losses) {
        /// How many trees had the least loss.
        int best() {
            int best = 0;
            for (int i = 1; i < losses.size(); i++) {
                best = losses.get(i) < losses.get(best) ? i : best;
            }
            return best;
        }

        List<Tree> kept() {
            return trees.subList(0, best());
        }
    }

    /// A fixed number of trees.
    List<Tree> fit(int output, int count) {
        float[] residuals = column(training, output);
        List<Tree> trees = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            trees.add(next(residuals, output));
        }
        return trees;
    }

    /// Until the loss on `held` has not improved for a while.
    Boosted fit(int output, Samples held) {
        float[] residuals = column(training, output);
        float[] heldResiduals = column(held, output);
        List<Tree> trees = new ArrayList<>();
        List<Double> losses = new ArrayList<>(List.of(loss(held, heldResiduals)));
        int best = 0;
        while (trees.size() < settings.trees() && trees.size() - best < settings.patience()) {
            Tree tree = next(residuals, output);
            trees.add(tree);
            explain(tree, held, heldResiduals);
            losses.add(loss(held, heldResiduals));
            best = losses.getLast() < losses.get(best) ? trees.size() : best;
        }
        return new Boosted(trees, losses);
    }

    private Tree next(float[] residuals, int output) {
        Tree tree = grower.grow(residuals, output);
        explain(tree, training, residuals);
        return tree;
    }

    private static void explain(Tree tree, Samples samples, float[] residuals) {
        for (int i = 0; i < residuals.length; i++) {
            residuals[i] -= tree.leaf(samples.inputs()[i], 0);
        }
    }

    private static double loss(Samples samples, float[] residuals) {
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < residuals.length; i++) {
            sum += samples.weights()[i] * (double) residuals[i] * residuals[i];
            weights += samples.weights()[i];
        }
        return sum / weights;
    }

    private static float[] column(Samples samples, int output) {
        float[] column = new float[samples.size()];
        for (int i = 0; i < column.length; i++) {
            column[i] = samples.targets()[i][output];
        }
        return column;
    }
}
