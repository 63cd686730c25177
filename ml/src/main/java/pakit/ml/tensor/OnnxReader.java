package pakit.ml.tensor;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.onnx.AttributeProto;
import pakit.ml.onnx.GraphProto;
import pakit.ml.onnx.NodeProto;
import pakit.ml.onnx.TensorProto;

/// Reads dense layers from ONNX. The graph must be one chain from its input to its output; anything else is refused
/// with the name of what was found: damage as [PakitException.Corrupt], what other software may compute as
/// [NotCovered].
final class OnnxReader {
    private static final int LAYERS_MAX = 64;
    private static final int WIDTH_MAX = 1 << 16;

    private final GraphProto graph;
    private final Map<String, TensorProto> tensors = new HashMap<>();

    OnnxReader(GraphProto graph) {
        this.graph = graph;
        graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    }

    /// A layer that still lacks its bias (MatMul before Add), or whose ReLU is still to come.
    private record Open(float[][] weights, float @Nullable [] biases, boolean rectified) {
        int outputs() {
            return weights.length;
        }

        DenseLayer closed() {
            return DenseLayer.of(weights, biases == null ? new float[weights.length] : biases);
        }
    }

    List<DenseLayer> layers() {
        List<String> inputs = graph.getInputList().stream()
                .map(input -> input.getName())
                .filter(name -> !tensors.containsKey(name))
                .toList();
        if (inputs.size() != 1 || graph.getOutputCount() != 1) {
            throw new NotCovered("ONNX graph must have one input and one output, found " + inputs.size() + " and "
                    + graph.getOutputCount());
        }
        List<Open> found = new ArrayList<>();
        String value = inputs.getFirst();
        for (int i = 0; i < graph.getNodeCount(); i++) {
            NodeProto node = graph.getNode(i);
            if (node.getInputCount() == 0
                    || node.getOutputCount() != 1
                    || !node.getInputList().contains(value)) {
                throw new NotCovered(at(node, i) + " does not continue the chain at '" + value + "'");
            }
            read(node, i, value, found);
            value = node.getOutput(0);
        }
        if (!value.equals(graph.getOutput(0).getName())) {
            throw new NotCovered("ONNX graph ends at '" + value + "', its output is '"
                    + graph.getOutput(0).getName() + "'");
        }
        return closed(found);
    }

    private void read(NodeProto node, int number, String value, List<Open> found) {
        String at = at(node, number);
        switch (node.getOpType()) {
            case "Gemm" -> found.add(gemm(node, at));
            case "MatMul" -> found.add(new Open(transposed(matrix(node, 1, at)), null, false));
            case "Add" -> {
                Open last = last(found, at);
                String bias = node.getInput(node.getInput(0).equals(value) ? node.getInputCount() - 1 : 0);
                if (last.biases() != null || last.rectified()) {
                    throw new NotCovered(at + " adds a second bias");
                }
                found.set(found.size() - 1, new Open(last.weights(), vector(bias, last.outputs(), at), false));
            }
            case "Relu" -> {
                Open last = last(found, at);
                found.set(found.size() - 1, new Open(last.weights(), last.biases(), true));
            }
            case "Identity" -> {}
            default ->
                throw new NotCovered(at + ": operator " + node.getOpType()
                        + " is not supported, known are Gemm, MatMul, Add, Relu, Identity");
        }
    }

    private Open gemm(NodeProto node, String at) {
        boolean transposed = false;
        for (AttributeProto attribute : node.getAttributeList()) {
            boolean plain = switch (attribute.getName()) {
                case "alpha", "beta" -> attribute.getF() == 1;
                case "transA" -> attribute.getI() == 0;
                case "transB" -> true;
                default -> false;
            };
            if (!plain) {
                throw new NotCovered(at + ": attribute " + attribute.getName() + " is not supported");
            }
            transposed |= attribute.getName().equals("transB") && attribute.getI() != 0;
        }
        float[][] weights = matrix(node, 1, at);
        float[][] rows = transposed ? weights : transposed(weights);
        return new Open(rows, node.getInputCount() > 2 ? vector(node.getInput(2), rows.length, at) : null, false);
    }

    private static Open last(List<Open> found, String at) {
        if (found.isEmpty()) {
            throw new NotCovered(at + " comes before any Gemm or MatMul");
        }
        return found.getLast();
    }

    private static List<DenseLayer> closed(List<Open> found) {
        if (found.isEmpty() || found.size() > LAYERS_MAX) {
            throw new NotCovered("ONNX graph must have 1 to " + LAYERS_MAX + " layers, found " + found.size());
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            DenseLayer layer = found.get(i).closed();
            boolean last = i == found.size() - 1;
            if (found.get(i).rectified() == last) {
                throw new NotCovered("layer " + i + " of " + found.size()
                        + (last ? " ends in Relu, the last must be linear" : " has no Relu after it"));
            }
            if (i > 0 && layers.get(i - 1).outputs() != layer.inputs()) {
                throw new PakitException.Corrupt("layer " + i + " takes " + layer.inputs()
                        + " inputs, the one before gives " + layers.get(i - 1).outputs());
            }
            layers.add(layer);
        }
        return layers;
    }

    private float[][] matrix(NodeProto node, int input, String at) {
        if (node.getInputCount() <= input) {
            throw new PakitException.Corrupt(at + " has no weights");
        }
        TensorProto tensor = tensor(node.getInput(input), at);
        if (tensor.getDimsCount() != 2) {
            throw new PakitException.Corrupt(at + ": weights '" + tensor.getName()
                    + "' must have two dimensions, found " + tensor.getDimsList());
        }
        int rows = dimension(tensor, 0, at);
        int columns = dimension(tensor, 1, at);
        float[] values = values(tensor, (long) rows * columns, at);
        float[][] matrix = new float[rows][columns];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(values, row * columns, matrix[row], 0, columns);
        }
        return matrix;
    }

    private float[] vector(String name, int length, String at) {
        TensorProto tensor = tensor(name, at);
        long last = tensor.getDimsCount() == 0 ? 1 : tensor.getDims(tensor.getDimsCount() - 1);
        if (last != length) { // a column of as many values would be added to rows, not to outputs
            throw new PakitException.Corrupt(at + ": biases '" + name + "' must have " + length
                    + " values in their last dimension, found dimensions " + tensor.getDimsList());
        }
        return values(tensor, length, at);
    }

    private TensorProto tensor(String name, String at) {
        TensorProto tensor = tensors.get(name);
        if (tensor == null) {
            throw new NotCovered(at + ": weights '" + name + "' are not in the file");
        }
        if (tensor.getDataType() != OnnxWriter.FLOAT) {
            throw new NotCovered(
                    at + ": weights '" + name + "' must be FLOAT (1), found data type " + tensor.getDataType());
        }
        return tensor;
    }

    private static int dimension(TensorProto tensor, int axis, String at) {
        long size = tensor.getDims(axis);
        if (size < 1 || size > WIDTH_MAX) {
            throw new PakitException.Corrupt(at + ": weights '" + tensor.getName() + "' have " + size + " in dimension "
                    + axis + ", allowed are 1 to " + WIDTH_MAX);
        }
        return (int) size;
    }

    /// The size is compared with the bytes that are there before anything is allocated.
    private static float[] values(TensorProto tensor, long expected, String at) {
        boolean raw = !tensor.getRawData().isEmpty();
        long there = raw ? tensor.getRawData().size() / Float.BYTES : tensor.getFloatDataCount();
        if (there != expected || raw && tensor.getRawData().size() % Float.BYTES != 0) {
            throw new PakitException.Corrupt(at + ": weights '" + tensor.getName() + "' must hold " + expected
                    + " floats, found " + (raw ? tensor.getRawData().size() + " bytes" : there));
        }
        float[] values = new float[(int) expected];
        if (raw) {
            tensor.getRawData()
                    .asReadOnlyByteBuffer()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(values);
        } else {
            for (int i = 0; i < values.length; i++) {
                values[i] = tensor.getFloatData(i);
            }
        }
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new PakitException.Corrupt(at + ": weights '" + tensor.getName() + "' hold " + value);
            }
        }
        return values;
    }

    private static float[][] transposed(float[][] matrix) {
        float[][] transposed = new float[matrix[0].length][matrix.length];
        for (int row = 0; row < matrix.length; row++) {
            for (int column = 0; column < matrix[row].length; column++) {
                transposed[column][row] = matrix[row][column];
            }
        }
        return transposed;
    }

    private static String at(NodeProto node, int number) {
        return "ONNX node " + number + " (" + node.getOpType() + ")";
    }
}
