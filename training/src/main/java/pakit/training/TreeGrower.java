package pakit.training;

import java.util.Arrays;
import pakit.ml.tensor.Tree;

/// Grows one tree level by level on binned rows: each node is split where that lowers the squared error most (Friedman
/// 2001), over histograms of the residuals. A node that nothing splits passes its rows to the left.
final class TreeGrower {
    private final Bins bins;
    private final TreeSettings settings;
    private final float[] weights;
    private final int[] nodes;
    private final double[] sums = new double[256];
    private final double[] counts = new double[256];

    TreeGrower(Bins bins, float[] weights, TreeSettings settings) {
        this.bins = bins;
        this.weights = weights;
        this.settings = settings;
        this.nodes = new int[weights.length];
    }

    /// @param residuals what is still to be explained of each row
    /// @param out the output that the tree is for
    Tree grow(float[] residuals, int out) {
        int inner = (1 << settings.depth()) - 1;
        int[] features = new int[inner];
        float[] thresholds = new float[inner];
        Arrays.fill(nodes, 0);
        int[] rows = new int[nodes.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = i;
        }
        for (int level = 0, first = 0; level < settings.depth(); level++, first = 2 * first + 1) {
            int[][] members = members(rows, first, 1 << level);
            for (int i = 0; i < members.length; i++) {
                split(members[i], residuals, first + i, features, thresholds);
            }
        }
        return new Tree(out, features, thresholds, leaves(residuals, inner));
    }

    private int[][] members(int[] rows, int first, int count) {
        int[] sizes = new int[count];
        for (int row : rows) {
            sizes[nodes[row] - first]++;
        }
        int[][] members = new int[count][];
        for (int i = 0; i < count; i++) {
            members[i] = new int[sizes[i]];
        }
        for (int i = rows.length - 1; i >= 0; i--) {
            int node = nodes[rows[i]] - first;
            members[node][--sizes[node]] = rows[i];
        }
        return members;
    }

    private void split(int[] rows, float[] residuals, int node, int[] features, float[] thresholds) {
        int bestFeature = -1;
        int bestBin = 0;
        double bestGain = 1e-12;
        for (int feature = 0; feature < bins.columns().length; feature++) {
            int cuts = bins.cuts()[feature].length;
            fillHistogram(rows, residuals, bins.columns()[feature], cuts);
            double allSum = 0;
            double allCount = 0;
            for (int bin = 0; bin <= cuts; bin++) {
                allSum += sums[bin];
                allCount += counts[bin];
            }
            double leftSum = 0;
            double leftCount = 0;
            for (int bin = 0; bin < cuts; bin++) {
                leftSum += sums[bin];
                leftCount += counts[bin];
                double rightCount = allCount - leftCount;
                if (leftCount >= settings.leafWeightMin() && rightCount >= settings.leafWeightMin()) {
                    double gain =
                            score(leftSum, leftCount) + score(allSum - leftSum, rightCount) - score(allSum, allCount);
                    if (gain > bestGain) {
                        bestGain = gain;
                        bestFeature = feature;
                        bestBin = bin;
                    }
                }
            }
        }
        features[node] = Math.max(0, bestFeature);
        thresholds[node] = bestFeature < 0 ? Float.POSITIVE_INFINITY : bins.cuts()[bestFeature][bestBin];
        for (int row : rows) {
            boolean right = bestFeature >= 0 && (bins.columns()[bestFeature][row] & 0xff) > bestBin;
            nodes[row] = 2 * node + (right ? 2 : 1);
        }
    }

    private double score(double sum, double count) {
        return sum * sum / (count + settings.ridge());
    }

    private void fillHistogram(int[] rows, float[] residuals, byte[] column, int cuts) {
        Arrays.fill(sums, 0, cuts + 1, 0);
        Arrays.fill(counts, 0, cuts + 1, 0);
        for (int row : rows) {
            int bin = column[row] & 0xff;
            sums[bin] += (double) weights[row] * residuals[row];
            counts[bin] += weights[row];
        }
    }

    private float[] leaves(float[] residuals, int inner) {
        double[] leafSums = new double[inner + 1];
        double[] leafCounts = new double[inner + 1];
        for (int row = 0; row < nodes.length; row++) {
            leafSums[nodes[row] - inner] += (double) weights[row] * residuals[row];
            leafCounts[nodes[row] - inner] += weights[row];
        }
        float[] leaves = new float[inner + 1];
        for (int leaf = 0; leaf < leaves.length; leaf++) {
            leaves[leaf] = leafCounts[leaf] == 0
                    ? 0
                    : (float) (settings.learningRate() * leafSums[leaf] / (leafCounts[leaf] + settings.ridge()));
        }
        return leaves;
    }
}
