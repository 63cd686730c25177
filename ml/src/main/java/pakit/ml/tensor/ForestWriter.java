package pakit.ml.tensor;

import com.google.protobuf.ByteString;
import java.util.ArrayList;
import java.util.List;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.OperatorSetIdProto;

/// Writes trees as one ONNX `TreeEnsembleRegressor`. The same trees give the same bytes. Branches in which everything
/// goes to the left are left out.
final class ForestWriter {
    static final String DOMAIN = "ai.onnx.ml";
    static final String OPERATOR = "TreeEnsembleRegressor";
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int ML_OPSET = 3;
    private static final int STRING = 3;
    private static final int INT = 2;
    private static final int FLOATS = 6;
    private static final int INTS = 7;
    private static final int STRINGS = 8;
    static final ByteString BRANCH = ByteString.copyFromUtf8("BRANCH_LEQ");
    static final ByteString LEAF = ByteString.copyFromUtf8("LEAF");

    private final List<Long> treeIds = new ArrayList<>();
    private final List<Long> nodeIds = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<Float> thresholds = new ArrayList<>();
    private final List<ByteString> modes = new ArrayList<>();
    private final List<Long> trueIds = new ArrayList<>();
    private final List<Long> falseIds = new ArrayList<>();
    private final List<Long> targetTrees = new ArrayList<>();
    private final List<Long> targetNodes = new ArrayList<>();
    private final List<Long> targetIds = new ArrayList<>();
    private final List<Float> targetWeights = new ArrayList<>();

    private ForestWriter() {}

    static byte[] write(int inputs, float[] base, List<Tree> trees, String inputName, String outputName) {
        ForestWriter writer = new ForestWriter();
        for (int i = 0; i < trees.size(); i++) {
            writer.add(trees.get(i), i, 0, 0);
        }
        NodeProto node =
                writer.node(base).addInput(inputName).addOutput(outputName).build();
        GraphProto graph = GraphProto.newBuilder()
                .setName("forest")
                .addNode(node)
                .addInput(OnnxWriter.tensor(inputName, inputs))
                .addOutput(OnnxWriter.tensor(outputName, base.length))
                .build();
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("pakit")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .addOpsetImport(
                        OperatorSetIdProto.newBuilder().setDomain(DOMAIN).setVersion(ML_OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    /// Adds what is below a node, and says under which id: ids count up from 0 within a tree.
    private long add(Tree tree, int number, int node, long id) {
        int inner = tree.features().length;
        if (node < inner && tree.thresholds()[node] == Float.POSITIVE_INFINITY && node > 0) {
            return add(tree, number, 2 * node + 1, id);
        }
        boolean leaf = node >= inner;
        int at = treeIds.size();
        treeIds.add((long) number);
        nodeIds.add(id);
        features.add(leaf ? 0L : tree.features()[node]);
        thresholds.add(leaf ? 0f : tree.thresholds()[node]);
        modes.add(leaf ? LEAF : BRANCH);
        trueIds.add(0L);
        falseIds.add(0L);
        if (leaf) {
            targetTrees.add((long) number);
            targetNodes.add(id);
            targetIds.add((long) tree.output());
            targetWeights.add(tree.leaves()[node - inner]);
            return id + 1;
        }
        trueIds.set(at, id + 1);
        long next = add(tree, number, 2 * node + 1, id + 1);
        falseIds.set(at, next);
        return add(tree, number, 2 * node + 2, next);
    }

    private NodeProto.Builder node(float[] base) {
        List<Float> bases = new ArrayList<>();
        for (float value : base) {
            bases.add(value);
        }
        return NodeProto.newBuilder()
                .setOpType(OPERATOR)
                .setDomain(DOMAIN)
                .addAttribute(named("aggregate_function", STRING).setS(ByteString.copyFromUtf8("SUM")))
                .addAttribute(named("base_values", FLOATS).addAllFloats(bases))
                .addAttribute(named("n_targets", INT).setI(base.length))
                .addAttribute(named("nodes_falsenodeids", INTS).addAllInts(falseIds))
                .addAttribute(named("nodes_featureids", INTS).addAllInts(features))
                .addAttribute(named("nodes_modes", STRINGS).addAllStrings(modes))
                .addAttribute(named("nodes_nodeids", INTS).addAllInts(nodeIds))
                .addAttribute(named("nodes_treeids", INTS).addAllInts(treeIds))
                .addAttribute(named("nodes_truenodeids", INTS).addAllInts(trueIds))
                .addAttribute(named("nodes_values", FLOATS).addAllFloats(thresholds))
                .addAttribute(named("post_transform", STRING).setS(ByteString.copyFromUtf8("NONE")))
                .addAttribute(named("target_ids", INTS).addAllInts(targetIds))
                .addAttribute(named("target_nodeids", INTS).addAllInts(targetNodes))
                .addAttribute(named("target_treeids", INTS).addAllInts(targetTrees))
                .addAttribute(named("target_weights", FLOATS).addAllFloats(targetWeights));
    }

    private static AttributeProto.Builder named(String name, int type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
