package pakit.ml.tensor;

import java.util.Arrays;

/// A complete binary regression tree: node `k` has the children `2k + 1` and `2k + 2`, the leaves follow the inner
/// nodes. A row goes left where its feature is at most the threshold, else right; so it goes everywhere left at a
/// threshold of positive infinity, which is how a tree with fewer nodes is filled up.
///
/// The arrays are shared; nobody writes to them.
///
/// @param output to which the leaves add
/// @param features one per inner node, `2^depth - 1` of them
/// @param thresholds likewise
/// @param leaves `2^depth`, from left to right
public record Tree(int output, int[] features, float[] thresholds, float[] leaves) {
    public static final int DEPTH_MAX = 6;

    public Tree {
        int depth = Integer.numberOfTrailingZeros(leaves.length);
        boolean complete = depth >= 1
                && depth <= DEPTH_MAX
                && leaves.length == 1 << depth
                && features.length == leaves.length - 1
                && thresholds.length == features.length;
        if (!complete || output < 0) {
            throw new IllegalArgumentException("a tree is complete and 1 to " + DEPTH_MAX + " deep, found "
                    + features.length + " features, " + thresholds.length + " thresholds, " + leaves.length
                    + " leaves, output " + output);
        }
        for (int feature : features) {
            if (feature < 0) {
                throw new IllegalArgumentException("a tree's features are at least 0, found " + feature);
            }
        }
    }

    public int depth() {
        return Integer.numberOfTrailingZeros(leaves.length);
    }

    /// The same tree with further levels, in which everything goes to the left.
    Tree deepened(int depth) {
        Tree tree = this;
        while (tree.depth() < depth) {
            int[] moreFeatures = Arrays.copyOf(tree.features, 2 * tree.leaves.length - 1);
            float[] moreThresholds = Arrays.copyOf(tree.thresholds, moreFeatures.length);
            Arrays.fill(moreThresholds, tree.thresholds.length, moreThresholds.length, Float.POSITIVE_INFINITY);
            float[] moreLeaves = new float[2 * tree.leaves.length];
            for (int i = 0; i < moreLeaves.length; i++) {
                moreLeaves[i] = tree.leaves[i / 2];
            }
            tree = new Tree(output, moreFeatures, moreThresholds, moreLeaves);
        }
        return tree;
    }

    /// What the tree adds for one row.
    public float leaf(float[] in, int at) {
        int node = 0;
        while (node < features.length) {
            node = 2 * node + (in[at + features[node]] <= thresholds[node] ? 1 : 2);
        }
        return leaves[node - features.length];
    }
}
