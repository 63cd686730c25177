package pakit.ml.tensor;

import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Writes trees with one output as LightGBM's text model, version 4. It has the branch of ours, left where the feature
/// is at most the threshold; inner nodes are counted up from 0, leaves down from -1.
final class LightGbmText {
    /// Numbers, no categories; a missing value is none.
    private static final String NUMERICAL = "2";

    private LightGbmText() {}

    static String of(int inputs, List<Tree> trees) {
        StringBuilder text = new StringBuilder();
        text.append("tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\n");
        text.append("max_feature_idx=").append(inputs - 1).append("\nobjective=regression\n");
        text.append("feature_names=").append(words(inputs, i -> "feature" + i)).append('\n');
        text.append("feature_infos=").append(words(inputs, i -> "[0:1]")).append("\n\n");
        for (int i = 0; i < trees.size(); i++) {
            text.append("Tree=")
                    .append(i)
                    .append('\n')
                    .append(tree(trees.get(i)))
                    .append('\n');
        }
        return text.append("end of trees\n").toString();
    }

    private static String tree(Tree tree) {
        if (tree.output() != 0) {
            throw new IllegalArgumentException(
                    "only forests of one output are written, found a tree for output " + tree.output());
        }
        int inner = tree.features().length;
        int leaves = tree.leaves().length;
        return String.join(
                "\n",
                "num_leaves=" + leaves,
                "num_cat=0",
                "split_feature=" + words(inner, i -> String.valueOf(tree.features()[i])),
                "threshold=" + words(inner, i -> String.valueOf((double) tree.thresholds()[i])),
                "decision_type=" + String.join(" ", Collections.nCopies(inner, NUMERICAL)),
                "left_child=" + words(inner, i -> child(2 * i + 1, inner)),
                "right_child=" + words(inner, i -> child(2 * i + 2, inner)),
                "leaf_value=" + words(leaves, i -> String.valueOf((double) tree.leaves()[i])),
                "is_linear=0",
                "shrinkage=1",
                "");
    }

    private static String child(int node, int inner) {
        return String.valueOf(node < inner ? node : inner - 1 - node);
    }

    private static String words(int count, IntFunction<String> word) {
        return IntStream.range(0, count).mapToObj(word).collect(Collectors.joining(" "));
    }
}
