package pakit.ml.tensor;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import pakit.error.PakitException;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.NodeProto;

/// Reads trees from an ONNX `TreeEnsembleRegressor`. All that comes from the file is checked: depth, numbers, ids.
final class ForestReader {
    private static final int NODES_MAX = 1 << 22;
    private static final int OUTPUTS_MAX = 1 << 12;

    private final Map<String, AttributeProto> attributes = new HashMap<>();
    private final Map<Long, Map<Long, Integer>> nodes = new TreeMap<>();
    private final Map<Long, Map<Long, Integer>> targets = new HashMap<>();
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

    static boolean isForest(byte[] onnx) {
        return graph(onnx).getNodeList().stream().anyMatch(ForestReader::isForest);
    }

    private static boolean isForest(NodeProto node) {
        return node.getOpType().equals(ForestWriter.OPERATOR);
    }

    static Forest read(byte[] onnx) {
        GraphProto graph = graph(onnx);
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

    private static GraphProto graph(byte[] onnx) {
        return OnnxFile.parse(onnx).getGraph();
    }

    private Forest forest() {
        requireText("aggregate_function", "SUM");
        requireText("post_transform", "NONE");
        long outputs = attribute("n_targets").getI();
        require(outputs >= 1 && outputs <= OUTPUTS_MAX, "n_targets is " + outputs);
        float[] base = floats("base_values");
        require(base.length == 0 || base.length == outputs, base.length + " base_values for " + outputs + " targets");
        int count = attribute("nodes_treeids").getIntsCount();
        require(count <= NODES_MAX, "it has " + count + " nodes, allowed are " + NODES_MAX);
        for (String name : List.of("nodes_nodeids", "nodes_featureids", "nodes_truenodeids", "nodes_falsenodeids")) {
            require(attribute(name).getIntsCount() == count, name + " are not " + count);
        }
        require(attribute("nodes_modes").getStringsCount() == count, "nodes_modes are not " + count);
        require(attribute("nodes_values").getFloatsCount() == count, "nodes_values are not " + count);
        index("nodes_treeids", "nodes_nodeids", nodes);
        index("target_treeids", "target_nodeids", targets);
        int weights = attribute("target_treeids").getIntsCount();
        require(
                attribute("target_ids").getIntsCount() == weights
                        && attribute("target_weights").getFloatsCount() == weights,
                "target_ids or target_weights are not " + weights);
        List<Tree> trees = new ArrayList<>();
        nodes.keySet().forEach(tree -> trees.add(tree(tree)));
        return Forest.of(inputs, base.length == 0 ? new float[(int) outputs] : base, trees);
    }

    private void index(String treeIds, String nodeIds, Map<Long, Map<Long, Integer>> index) {
        AttributeProto trees = attribute(treeIds);
        AttributeProto ids = attribute(nodeIds);
        require(trees.getIntsCount() == ids.getIntsCount(), treeIds + " are not as many as " + nodeIds);
        for (int i = 0; i < trees.getIntsCount(); i++) {
            boolean first = index.computeIfAbsent(trees.getInts(i), unused -> new HashMap<>())
                            .put(ids.getInts(i), i)
                    == null;
            require(first, "tree " + trees.getInts(i) + " has two nodes " + ids.getInts(i));
        }
    }

    private Tree tree(long tree) {
        int depth = Math.max(1, depth(tree, 0, 0));
        int inner = (1 << depth) - 1;
        Parts parts = new Parts(new int[inner], new float[inner], new float[inner + 1]);
        Arrays.fill(parts.thresholds, Float.POSITIVE_INFINITY);
        int output = fill(tree, 0, 0, parts);
        return new Tree(output, parts.features, parts.thresholds, parts.leaves);
    }

    private record Parts(int[] features, float[] thresholds, float[] leaves) {}

    private int depth(long tree, long id, int level) {
        requireCovered(level <= Tree.DEPTH_MAX, "tree " + tree + " is deeper than " + Tree.DEPTH_MAX + " levels");
        int at = at(nodes, tree, id);
        if (isLeaf(at)) {
            return level;
        }
        return Math.max(
                depth(tree, attribute("nodes_truenodeids").getInts(at), level + 1),
                depth(tree, attribute("nodes_falsenodeids").getInts(at), level + 1));
    }

    /// Fills in what is below `node` of the complete tree and gives the output it is for.
    private int fill(long tree, long id, int node, Parts parts) {
        int at = at(nodes, tree, id);
        if (isLeaf(at)) {
            int target = at(targets, tree, id);
            int first = node;
            while (first < parts.features.length) {
                first = 2 * first + 1;
            }
            parts.leaves[first - parts.features.length] =
                    finite(attribute("target_weights").getFloats(target));
            return Math.toIntExact(attribute("target_ids").getInts(target));
        }
        parts.features[node] = Math.toIntExact(attribute("nodes_featureids").getInts(at));
        float threshold = attribute("nodes_values").getFloats(at);
        require(!Float.isNaN(threshold), "tree " + tree + " has a threshold that is no number");
        parts.thresholds[node] = threshold;
        int left = fill(tree, attribute("nodes_truenodeids").getInts(at), 2 * node + 1, parts);
        int right = fill(tree, attribute("nodes_falsenodeids").getInts(at), 2 * node + 2, parts);
        requireCovered(left == right, "tree " + tree + " adds to targets " + left + " and " + right);
        return left;
    }

    private boolean isLeaf(int at) {
        ByteString mode = attribute("nodes_modes").getStrings(at);
        boolean leaf = mode.equals(ForestWriter.LEAF);
        requireCovered(leaf || mode.equals(ForestWriter.BRANCH), "mode " + mode.toStringUtf8() + " is not supported");
        return leaf;
    }

    private static int at(Map<Long, Map<Long, Integer>> index, long tree, long id) {
        Integer at = index.getOrDefault(tree, Map.of()).get(id);
        if (at == null) {
            throw new PakitException.Corrupt("ONNX trees: tree " + tree + " has no node or no weight " + id);
        }
        return at;
    }

    private static float finite(float value) {
        require(Float.isFinite(value), "a weight is " + value);
        return value;
    }

    private float[] floats(String name) {
        AttributeProto attribute = attributes.getOrDefault(name, AttributeProto.getDefaultInstance());
        float[] values = new float[attribute.getFloatsCount()];
        for (int i = 0; i < values.length; i++) {
            values[i] = finite(attribute.getFloats(i));
        }
        return values;
    }

    private void requireText(String name, String expected) {
        AttributeProto attribute = attributes.get(name);
        String found = attribute == null ? expected : attribute.getS().toStringUtf8();
        requireCovered(found.equals(expected), name + " is " + found + ", supported is " + expected);
    }

    private AttributeProto attribute(String name) {
        AttributeProto attribute = attributes.get(name);
        if (attribute == null) {
            throw new PakitException.Corrupt("ONNX trees: attribute " + name + " is missing");
        }
        return attribute;
    }

    private static void requireCovered(boolean holds, String otherwise) {
        if (!holds) {
            throw new NotCovered("ONNX trees: " + otherwise);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new PakitException.Corrupt("ONNX trees: " + otherwise);
        }
    }
}
