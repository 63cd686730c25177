package pakit.ml.tensor;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.OperatorSetIdProto;
import pakit.ml.onnx.TensorProto;
import pakit.ml.onnx.TensorShapeProto;
import pakit.ml.onnx.TypeProto;
import pakit.ml.onnx.ValueInfoProto;

/// Writes dense layers as ONNX: `Gemm` with transposed weights, `Relu` between layers. The same layers give the same
/// bytes.
final class OnnxWriter {
    static final int FLOAT = 1;
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int ATTRIBUTE_INT = 2;

    private OnnxWriter() {}

    static byte[] write(List<DenseLayer> layers, String inputName, String outputName) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("dense")
                .addInput(tensor(inputName, layers.getFirst().inputs()))
                .addOutput(tensor(outputName, layers.getLast().outputs()));
        String value = inputName;
        for (int i = 0; i < layers.size(); i++) {
            boolean last = i == layers.size() - 1;
            String sum = last ? outputName : "sum" + i;
            addLayer(graph, layers.get(i), i, value, sum);
            if (!last) {
                value = "relu" + i;
                graph.addNode(
                        NodeProto.newBuilder().setOpType("Relu").addInput(sum).addOutput(value));
            }
        }
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("pakit")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static void addLayer(GraphProto.Builder graph, DenseLayer layer, int number, String from, String to) {
        String weights = "weights" + number;
        String biases = "biases" + number;
        graph.addInitializer(floats(weights, layer.rowMajorWeights())
                .addDims(layer.outputs())
                .addDims(layer.inputs()));
        graph.addInitializer(
                floats(biases, Arrays.copyOf(layer.biases(), layer.outputs())).addDims(layer.outputs()));
        graph.addNode(NodeProto.newBuilder()
                .setOpType("Gemm")
                .addInput(from)
                .addInput(weights)
                .addInput(biases)
                .addOutput(to)
                .addAttribute(
                        AttributeProto.newBuilder().setName("transB").setI(1).setType(ATTRIBUTE_INT)));
    }

    static TensorProto.Builder floats(String name, float[] values) {
        ByteBuffer raw = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        raw.asFloatBuffer().put(values);
        return TensorProto.newBuilder().setName(name).setDataType(FLOAT).setRawData(ByteString.copyFrom(raw));
    }

    static ValueInfoProto tensor(String name, int width) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(
                                TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape)))
                .build();
    }
}
