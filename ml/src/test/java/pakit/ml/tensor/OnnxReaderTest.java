package pakit.ml.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.ByteString;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.OperatorSetIdProto;
import pakit.ml.onnx.TensorProto;
import pakit.ml.onnx.TensorShapeProto;
import pakit.ml.onnx.TypeProto;
import pakit.ml.onnx.ValueInfoProto;

/// Files as other exporters write them: three inputs, four hidden values, two outputs.
class OnnxReaderTest {
    private static final int ROWS = 100;
    private static final int FLOAT = 1;
    private static final int DOUBLE = 11;
    private static final int ATTRIBUTE_FLOAT = 1;
    private static final int ATTRIBUTE_INT = 2;

    @Test
    void matMulAddIdentityAndPlainGemmMeanWhatOnnxRuntimeSays() throws Exception {
        assertAgrees(file(graph -> {}));
    }

    @Test
    void addTakesItsBiasFromEitherSideAndGemmNeedsNone() throws Exception {
        assertAgrees(file(graph -> {
            graph.setNode(1, node("Add", "sum", "b0", "product"));
            graph.setNode(4, node("Gemm", "gains", "same", "w1"));
        }));
    }

    @Test
    void biasOfOneRowIsABias() throws Exception {
        assertAgrees(file(graph -> graph.setInitializer(1, floats("b0", 1, 4))));
    }

    @Test
    void gemmThatScalesIsRefused() {
        assertRefused(
                "attribute alpha is not supported",
                graph -> graph.getNodeBuilder(4)
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("alpha")
                                .setF(2)
                                .setType(ATTRIBUTE_FLOAT)));
    }

    @Test
    void gemmThatTransposesWeightsOfTheOtherShapeIsRefused() {
        assertRefused(
                "layer 1 takes 2 inputs, the one before gives 4",
                graph -> graph.getNodeBuilder(4)
                        .clearInput()
                        .addAllInput(List.of("same", "w1"))
                        .addAttribute(AttributeProto.newBuilder()
                                .setName("transB")
                                .setI(1)
                                .setType(ATTRIBUTE_INT)));
    }

    @Test
    void shapesThatDoNotChainAreNamed() {
        assertRefused(
                "layer 1 takes 5 inputs, the one before gives 4", graph -> graph.setInitializer(2, floats("w1", 5, 2)));
    }

    @Test
    void biasThatWouldBeAddedToRowsIsRefused() {
        assertRefused("biases 'b0' must have 4 values", graph -> graph.setInitializer(1, floats("b0", 4, 1)));
        assertRefused("biases 'b0' must have 4 values", graph -> graph.setInitializer(1, floats("b0", 3)));
        assertRefused("adds a second bias", graph -> graph.setNode(2, node("Add", "positive", "sum", "b0")));
    }

    @Test
    void weightsThatAreNotThereAreNamed() {
        assertRefused("weights 'w0' are not in the file", graph -> graph.removeInitializer(0));
        assertRefused(
                "must hold 12 floats, found 44 bytes",
                graph -> graph.getInitializerBuilder(0).clearFloatData().setRawData(ByteString.copyFrom(new byte[44])));
        assertRefused(
                "must hold 12 floats, found 49 bytes",
                graph -> graph.getInitializerBuilder(0).clearFloatData().setRawData(ByteString.copyFrom(new byte[49])));
        assertRefused(
                "must be FLOAT (1), found data type 11",
                graph -> graph.getInitializerBuilder(0).setDataType(DOUBLE));
    }

    /// Nothing is allocated for a size that the file only claims.
    @Test
    void claimedSizesAreBoundedAndComparedWithWhatIsThere() {
        assertRefused(
                "have 2000000000 in dimension 1",
                graph -> graph.getInitializerBuilder(0).setDims(1, 2_000_000_000L));
        assertRefused(
                "have -4 in dimension 1",
                graph -> graph.getInitializerBuilder(0).setDims(1, -4));
        assertRefused(
                "must hold 4294967296 floats, found 12",
                graph -> graph.getInitializerBuilder(0).setDims(0, 1 << 16).setDims(1, 1 << 16));
    }

    @Test
    void graphsThatAreNoChainAreRefused() {
        assertRefused(
                "node 3 (Identity) does not continue the chain at 'positive'",
                graph -> graph.getNodeBuilder(3).setInput(0, "elsewhere"));
        assertRefused(
                "ends at 'gains', its output is 'other'",
                graph -> graph.getOutputBuilder(0).setName("other"));
        assertRefused(
                "must have one input and one output, found 2 and 1",
                graph -> graph.addInput(ValueInfoProto.newBuilder().setName("more")));
        assertRefused(
                "layer 0 of 2 has no Relu after it", graph -> graph.setNode(2, node("Identity", "positive", "sum")));
    }

    private static void assertAgrees(byte[] file) throws Exception {
        DenseNetwork network = DenseNetwork.fromOnnx(file);
        float[] rows = new float[ROWS * 3];
        SplittableRandom random = new SplittableRandom(31);
        for (int i = 0; i < rows.length; i++) {
            rows[i] = (float) random.nextDouble(-2, 2);
        }
        float[] expected = OnnxRuntimeReference.outputs(file, rows, 3);
        float[] found = new float[ROWS * 2];
        network.forward(ROWS, rows, found);
        assertThat(found).containsExactly(expected, within(1e-5f));
    }

    private static void assertRefused(String message, Consumer<GraphProto.Builder> change) {
        byte[] file = file(change);
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> DenseNetwork.fromOnnx(file))
                .withMessageContaining(message);
    }

    private static byte[] file(Consumer<GraphProto.Builder> change) {
        GraphProto.Builder graph = GraphProto.newBuilder()
                .setName("chain")
                .addInput(value("features", 3))
                .addOutput(value("gains", 2))
                .addInitializer(floats("w0", 3, 4))
                .addInitializer(floats("b0", 4))
                .addInitializer(floats("w1", 4, 2))
                .addInitializer(floats("b1", 2))
                .addNode(node("MatMul", "product", "features", "w0"))
                .addNode(node("Add", "sum", "product", "b0"))
                .addNode(node("Relu", "positive", "sum"))
                .addNode(node("Identity", "same", "positive"))
                .addNode(node("Gemm", "gains", "same", "w1", "b1"));
        change.accept(graph);
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(List.of(inputs))
                .addOutput(output)
                .build();
    }

    /// Values as `float_data`, all different.
    private static TensorProto floats(String name, int... dimensions) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        int count = 1;
        for (int dimension : dimensions) {
            tensor.addDims(dimension);
            count *= dimension;
        }
        for (int i = 0; i < count; i++) {
            tensor.addFloatData((i % 2 == 0 ? 1 : -1) * (0.1f + 0.07f * i));
        }
        return tensor.build();
    }

    private static ValueInfoProto value(String name, int width) {
        TensorShapeProto shape = TensorShapeProto.newBuilder()
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
                .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(width))
                .build();
        TypeProto type = TypeProto.newBuilder()
                .setTensorType(TypeProto.Tensor.newBuilder().setElemType(FLOAT).setShape(shape))
                .build();
        return ValueInfoProto.newBuilder().setName(name).setType(type).build();
    }
}
