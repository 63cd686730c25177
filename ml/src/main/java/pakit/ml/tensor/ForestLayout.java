package pakit.ml.tensor;

import java.util.Comparator;
import java.util.List;

/// Trees as kernels read them: sorted by output, all of one depth, node after node and leaf after leaf.
///
/// A tree of less depth is filled up below with thresholds that send everything to the left, so that kernels need not
/// ask.
///
/// @param firstTrees per output, the number of its first tree; one more at the end
/// @param base per output, what is there before any tree
record ForestLayout(
        int inputs, int depth, int[] firstTrees, float[] base, int[] features, float[] thresholds, float[] leaves) {
    static ForestLayout of(int inputs, float[] base, List<Tree> trees) {
        List<Tree> sorted =
                trees.stream().sorted(Comparator.comparingInt(Tree::output)).toList();
        int depth = trees.stream().mapToInt(Tree::depth).max().orElse(1);
        int inner = (1 << depth) - 1;
        int[] firstTrees = new int[base.length + 1];
        int[] features = new int[sorted.size() * inner];
        float[] thresholds = new float[sorted.size() * inner];
        float[] leaves = new float[sorted.size() * (inner + 1)];
        for (int i = 0; i < sorted.size(); i++) {
            Tree tree = sorted.get(i).deepened(depth);
            firstTrees[tree.output() + 1]++;
            System.arraycopy(tree.features(), 0, features, i * inner, inner);
            System.arraycopy(tree.thresholds(), 0, thresholds, i * inner, inner);
            System.arraycopy(tree.leaves(), 0, leaves, i * (inner + 1), inner + 1);
        }
        for (int out = 0; out < base.length; out++) {
            firstTrees[out + 1] += firstTrees[out];
        }
        return new ForestLayout(inputs, depth, firstTrees, base.clone(), features, thresholds, leaves);
    }

    int trees() {
        return firstTrees[firstTrees.length - 1];
    }

    int inner() {
        return (1 << depth) - 1;
    }
}
