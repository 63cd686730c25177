package pakit.ml.tensor;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import pakit.error.PakitException;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.NodeProto;

/// Reads trees from an ONNX `TreeEnsembleRegressor`. All that comes from the file is checked: depth, numbers, ids. It
/// is read at every swap, so what goes wrong is put into words only when it does.
final class ForestReader {
    private static final int NODES_MAX = 1 << 22;
    private static final int OUTPUTS_MAX = 1 << 12;

    private final Map<String, AttributeProto> attributes = new HashMap<>();
    private final int inputs;

    private ForestReader(GraphProto graph) {
        NodeProto node = graph.getNode(0);
        node.getAttributeList().forEach(attribute -> attributes.put(attribute.getName(), attribute));
        this.inputs = (int) graph.getInput(0)
                .getType()
                .getTensorType()
                .getShape()
                .getDimList()
                .getLast()
                .getDimValue();
    }

    static boolean isForest(GraphProto graph) {
        return graph.getNodeList().stream().anyMatch(ForestReader::isForest);
    }

    private static boolean isForest(NodeProto node) {
        return node.getOpType().equals(ForestWriter.OPERATOR);
    }

    static Forest read(GraphProto graph) {
        boolean one = graph.getNodeCount() == 1
                && isForest(graph.getNode(0))
                && graph.getInputCount() == 1
                && graph.getOutputCount() == 1;
        if (!one || graph.getInput(0).getType().getTensorType().getShape().getDimCount() != 2) {
            throw new NotCovered("ONNX graph must be one " + ForestWriter.OPERATOR
                    + " with one input of two dimensions and one output, found " + graph.getNodeCount() + " nodes, "
                    + graph.getInputCount() + " inputs, " + graph.getOutputCount() + " outputs");
        }
        try {
            return new ForestReader(graph).forest();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new PakitException.Corrupt("ONNX trees: " + e.getMessage(), e);
        }
    }

    private Forest forest() {
        requireText("aggregate_function", "SUM");
        requireText("post_transform", "NONE");
        long outputs = attribute("n_targets").getI();
        require(outputs >= 1 && outputs <= OUTPUTS_MAX, () -> "n_targets is " + outputs);
        float[] base = floats("base_values");
        require(
                base.length == 0 || base.length == outputs,
                () -> base.length + " base_values for " + outputs + " targets");
        Nodes nodes = nodes();
        Weights weights = weights();
        ForestIndex targets = index("target_treeids", "target_nodeids");
        ForestIndex ids = index("nodes_treeids", "nodes_nodeids");
        List<Tree> trees = new ArrayList<>();
        int target = 0;
        for (int from = 0; from < ids.size(); ) {
            long tree = ids.tree(from);
            int to = ids.end(from, tree);
            target = targets.first(target, tree);
            int targetEnd = targets.end(target, tree);
            Range own = new Range(ids, from, to);
            trees.add(new TreeReader(tree, own, new Range(targets, target, targetEnd), nodes, weights).read());
            from = to;
        }
        return Forest.of(inputs, base.length == 0 ? new float[(int) outputs] : base, trees);
    }

    /// One tree's part of an index.
    private record Range(ForestIndex index, int from, int to) {
        int at(long id, long tree) {
            int at = index.find(from, to, id);
            if (at < 0) {
                throw new PakitException.Corrupt("ONNX trees: tree " + tree + " has no node or no weight " + id);
            }
            return at;
        }
    }

    /// What the file says of all nodes, by position.
    private record Nodes(int[] features, float[] thresholds, long[] whenTrue, long[] whenFalse, boolean[] leaf) {}

    /// What the file says of all leaves, by position.
    private record Weights(int[] outputs, float[] values) {}

    private Nodes nodes() {
        int count = attribute("nodes_treeids").getIntsCount();
        require(count <= NODES_MAX, () -> "it has " + count + " nodes, allowed are " + NODES_MAX);
        AttributeProto modes = attribute("nodes_modes");
        require(modes.getStringsCount() == count, () -> "nodes_modes are not " + count);
        boolean[] leaf = new boolean[count];
        for (int i = 0; i < count; i++) {
            leaf[i] = isLeaf(modes.getStrings(i));
        }
        return new Nodes(
                ints("nodes_featureids", count),
                thresholds(count),
                longs("nodes_truenodeids", count),
                longs("nodes_falsenodeids", count),
                leaf);
    }

    private Weights weights() {
        int count = attribute("target_treeids").getIntsCount();
        float[] values = floats("target_weights");
        require(values.length == count, () -> "target_weights are not " + count);
        return new Weights(ints("target_ids", count), values);
    }

    private static boolean isLeaf(ByteString mode) {
        boolean leaf = mode.equals(ForestWriter.LEAF);
        requireCovered(
                leaf || mode.equals(ForestWriter.BRANCH), () -> "mode " + mode.toStringUtf8() + " is not supported");
        return leaf;
    }

    private ForestIndex index(String treeIds, String nodeIds) {
        long[] trees = longs(treeIds, attribute(treeIds).getIntsCount());
        return ForestIndex.of(trees, longs(nodeIds, trees.length));
    }

    /// Reads one tree.
    ///
    /// @param ids of its nodes
    /// @param targets of its leaves' weights
    private record TreeReader(long tree, Range ids, Range targets, Nodes nodes, Weights weights) {
        private record Parts(int[] features, float[] thresholds, float[] leaves) {}

        Tree read() {
            int depth = Math.max(1, depth(0, 0));
            int inner = (1 << depth) - 1;
            Parts parts = new Parts(new int[inner], new float[inner], new float[inner + 1]);
            Arrays.fill(parts.thresholds, Float.POSITIVE_INFINITY);
            int output = fill(0, 0, parts);
            return new Tree(output, parts.features, parts.thresholds, parts.leaves);
        }

        private int depth(long id, int level) {
            requireCovered(
                    level <= Tree.DEPTH_MAX, () -> "tree " + tree + " is deeper than " + Tree.DEPTH_MAX + " levels");
            int at = ids.at(id, tree);
            if (nodes.leaf[at]) {
                return level;
            }
            return Math.max(depth(nodes.whenTrue[at], level + 1), depth(nodes.whenFalse[at], level + 1));
        }

        /// Fills in what is below `node` of the complete tree and gives the output it is for.
        private int fill(long id, int node, Parts parts) {
            int at = ids.at(id, tree);
            if (nodes.leaf[at]) {
                int target = targets.at(id, tree);
                int first = node;
                while (first < parts.features.length) {
                    first = 2 * first + 1;
                }
                parts.leaves[first - parts.features.length] = weights.values[target];
                return weights.outputs[target];
            }
            parts.features[node] = nodes.features[at];
            parts.thresholds[node] = nodes.thresholds[at];
            require(!Float.isNaN(parts.thresholds[node]), () -> "tree " + tree + " has a threshold that is no number");
            int left = fill(nodes.whenTrue[at], 2 * node + 1, parts);
            int right = fill(nodes.whenFalse[at], 2 * node + 2, parts);
            requireCovered(left == right, () -> "tree " + tree + " adds to targets " + left + " and " + right);
            return left;
        }
    }

    private long[] longs(String name, int count) {
        AttributeProto attribute = attribute(name);
        require(attribute.getIntsCount() == count, () -> name + " are not " + count);
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = attribute.getInts(i);
        }
        return values;
    }

    private int[] ints(String name, int count) {
        long[] values = longs(name, count);
        int[] ints = new int[count];
        for (int i = 0; i < count; i++) {
            ints[i] = Math.toIntExact(values[i]);
        }
        return ints;
    }

    private float[] thresholds(int count) {
        AttributeProto attribute = attribute("nodes_values");
        require(attribute.getFloatsCount() == count, () -> "nodes_values are not " + count);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = attribute.getFloats(i);
        }
        return values;
    }

    /// None if there is no such attribute.
    private float[] floats(String name) {
        AttributeProto attribute = attributes.getOrDefault(name, AttributeProto.getDefaultInstance());
        float[] values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
            float value = attribute.getFloats(i);
            require(Float.isFinite(value), () -> "a weight is " + value);
            values[i] = value;
        }
        return values;
    }

    private void requireText(String name, String expected) {
        AttributeProto attribute = attributes.get(name);
        String found = attribute == null ? expected : attribute.getS().toStringUtf8();
        requireCovered(found.equals(expected), () -> name + " is " + found + ", supported is " + expected);
    }

    private AttributeProto attribute(String name) {
        AttributeProto attribute = attributes.get(name);
        if (attribute == null) {
            throw new PakitException.Corrupt("ONNX trees: attribute " + name + " is missing");
        }
        return attribute;
    }

    private static void requireCovered(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new NotCovered("ONNX trees: " + otherwise.get());
        }
    }

    private static void require(boolean holds, Supplier<String> otherwise) {
        if (!holds) {
            throw new PakitException.Corrupt("ONNX trees: " + otherwise.get());
        }
    }
}
