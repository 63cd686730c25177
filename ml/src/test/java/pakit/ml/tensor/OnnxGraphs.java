package pakit.ml.tensor;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.OperatorSetIdProto;
import pakit.ml.onnx.TensorProto;
import pakit.ml.onnx.TensorShapeProto;
import pakit.ml.onnx.TypeProto;
import pakit.ml.onnx.ValueInfoProto;

/// ONNX files that no kernel of ours covers.
public final class OnnxGraphs {
    public static final int FLOAT = 1;
    static final int INT64 = 7;
    /// A dimension of any size.
    static final long FREE = -1;

    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int SLOW_LAYERS = 200;
    private static final int SLOW_WIDTH = 512;

    private OnnxGraphs() {}

    /// What `network` answers, squeezed between 0 and 1.
    public static byte[] squeezed(DenseNetwork network) {
        try {
            ModelProto.Builder model = ModelProto.parseFrom(network.toOnnx("features", "sum")).toBuilder();
            model.getGraphBuilder()
                    .addNode(node("Sigmoid", "answer", "sum"))
                    .setOutput(0, tensor("answer", FLOAT, FREE, network.outputs()));
            return model.build().toByteArray();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Takes some milliseconds for each row.
    public static byte[] slow(int inputs, int outputs) {
        return file(graph -> {
            graph.addInput(tensor("features", FLOAT, FREE, inputs))
                    .addInitializer(weights("first", inputs, SLOW_WIDTH))
                    .addInitializer(weights("weights", SLOW_WIDTH, SLOW_WIDTH))
                    .addInitializer(weights("last", SLOW_WIDTH, outputs))
                    .addNode(node("MatMul", "value0", "features", "first"));
            for (int layer = 0; layer < SLOW_LAYERS; layer++) {
                graph.addNode(node("MatMul", "product" + layer, "value" + layer, "weights"))
                        .addNode(node("Tanh", "value" + (layer + 1), "product" + layer));
            }
            graph.addNode(node("MatMul", "answer", "value" + SLOW_LAYERS, "last"))
                    .addOutput(tensor("answer", FLOAT, FREE, outputs));
        });
    }

    static byte[] file(Consumer<GraphProto.Builder> change) {
        GraphProto.Builder graph = GraphProto.newBuilder().setName("made");
        change.accept(graph);
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static NodeProto.Builder node(String type, String output, String... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).addOutput(output);
        for (String input : inputs) {
            node.addInput(input);
        }
        return node;
    }

    static ValueInfoProto.Builder tensor(String name, int type, long... shape) {
        TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
        for (long size : shape) {
            dimensions.addDim(
                    size == FREE
                            ? TensorShapeProto.Dimension.newBuilder().setDimParam("rows")
                            : TensorShapeProto.Dimension.newBuilder().setDimValue(size));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(type).setShape(dimensions)));
    }

    /// Random ones.
    static TensorProto.Builder weights(String name, int... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        int count = 1;
        for (int size : shape) {
            tensor.addDims(size);
            count *= size;
        }
        SplittableRandom random = new SplittableRandom(count);
        ByteBuffer raw = ByteBuffer.allocate(Float.BYTES * count).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            raw.putFloat((float) random.nextDouble(-1, 1));
        }
        return tensor.setRawData(ByteString.copyFrom(raw.flip()));
    }
}
