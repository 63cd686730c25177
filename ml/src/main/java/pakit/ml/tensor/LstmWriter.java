package pakit.ml.tensor;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.ModelProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.OperatorSetIdProto;
import pakit.ml.onnx.TensorProto;
import pakit.ml.onnx.TensorShapeProto;

/// Writes an LSTM as ONNX: tokens to numbers by `Cast` and `Gather`, one `LSTM` node a cell, `Gemm` for the logits. The
/// same weights give the same bytes.
final class LstmWriter {
    private static final int IR_VERSION = 8;
    private static final int OPSET = 13;
    private static final int INT64 = 7;
    private static final int ATTRIBUTE_INT = 2;
    private static final int ATTRIBUTE_INTS = 7;

    /// Where ONNX has PyTorch's gates: input, output, forget, candidate.
    private static final int[] ORDER = {0, 3, 1, 2};

    /// Which output of a cell goes on, and which of its dimensions counts the directions of reading: there is one.
    private enum Said {
        ALL("all", 1),
        LAST("last", 0);

        private final String output;
        private final int directions;

        Said(String output, int directions) {
            this.output = output;
            this.directions = directions;
        }
    }

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("lstm");

    private LstmWriter() {}

    static byte[] write(LstmWeights weights, String inputName, String outputName, int steps) {
        LstmWriter writer = new LstmWriter();
        writer.inputs(inputName, steps);
        writer.embedding(weights.embedding(), inputName);
        String value = "steps";
        for (int i = 0; i < weights.cells().size(); i++) {
            Said said = i == weights.cells().size() - 1 ? Said.LAST : Said.ALL;
            value = writer.cell(weights.cells().get(i), i, value, said);
        }
        writer.output(weights, value, outputName);
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("pakit")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(writer.graph)
                .build()
                .toByteArray();
    }

    private void inputs(String name, int steps) {
        var input = OnnxWriter.tensor(name, Math.max(1, steps)).toBuilder();
        if (steps < 0) {
            input.getTypeBuilder()
                    .getTensorTypeBuilder()
                    .getShapeBuilder()
                    .setDim(1, TensorShapeProto.Dimension.newBuilder().setDimParam("steps"));
        }
        graph.addInput(input);
    }

    private void embedding(float[][] rows, String input) {
        matrix("embedding", rows, rows.length, rows[0].length);
        graph.addNode(node("Cast", "tokens64", input).addAttribute(attribute("to", INT64)));
        graph.addNode(node("Gather", "embedded", "embedding", "tokens64"));
        graph.addNode(node("Transpose", "steps", "embedded")
                .addAttribute(AttributeProto.newBuilder()
                        .setName("perm")
                        .setType(ATTRIBUTE_INTS)
                        .addAllInts(List.of(1L, 0L, 2L))));
    }

    private String cell(LstmWeights.Cell cell, int number, String from, Said said) {
        int units = cell.units();
        matrix("W" + number, ordered(cell.input(), units), 1, 4 * units, cell.inputs());
        matrix("R" + number, ordered(cell.hidden(), units), 1, 4 * units, units);
        float[] biases = new float[8 * units];
        for (int gate = 0; gate < ORDER.length; gate++) {
            System.arraycopy(cell.biases(), ORDER[gate] * units, biases, gate * units, units);
        }
        matrix("B" + number, new float[][] {biases}, 1, 8 * units);
        String axis = "axis" + number;
        graph.addInitializer(TensorProto.newBuilder()
                .setName(axis)
                .setDataType(INT64)
                .addDims(1)
                .setRawData(ByteString.copyFrom(ByteBuffer.allocate(Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(0, said.directions))));
        graph.addNode(node("LSTM", "all" + number, from, "W" + number, "R" + number, "B" + number)
                .addOutput("last" + number)
                .addAttribute(attribute("hidden_size", units)));
        graph.addNode(node("Squeeze", "cell" + number, said.output + number, axis));
        return "cell" + number;
    }

    private static float[][] ordered(float[][] rows, int units) {
        float[][] ordered = new float[rows.length][];
        for (int gate = 0; gate < ORDER.length; gate++) {
            System.arraycopy(rows, ORDER[gate] * units, ordered, gate * units, units);
        }
        return ordered;
    }

    private void output(LstmWeights weights, String from, String name) {
        float[][] rows = weights.output();
        matrix("output", rows, rows.length, rows[0].length);
        matrix("outputBiases", new float[][] {weights.outputBiases()}, rows.length);
        graph.addNode(node("Gemm", name, from, "output", "outputBiases").addAttribute(attribute("transB", 1)));
        graph.addOutput(OnnxWriter.tensor(name, rows.length));
    }

    private void matrix(String name, float[][] rows, int... shape) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
        }
        TensorProto.Builder tensor = OnnxWriter.floats(name, flat);
        for (int size : shape) {
            tensor.addDims(size);
        }
        graph.addInitializer(tensor);
    }

    private static NodeProto.Builder node(String type, String output, String... inputs) {
        return NodeProto.newBuilder().setOpType(type).addOutput(output).addAllInput(List.of(inputs));
    }

    private static AttributeProto.Builder attribute(String name, long value) {
        return AttributeProto.newBuilder().setName(name).setI(value).setType(ATTRIBUTE_INT);
    }
}
