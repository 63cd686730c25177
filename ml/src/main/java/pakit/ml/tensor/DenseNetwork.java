package pakit.ml.tensor;

import java.util.ArrayList;
import java.util.List;
import pakit.error.PakitException;
import pakit.ml.onnx.GraphProto;

/// A feed-forward network of dense layers with ReLU between them: `y = W·x + b`, the last layer linear. Immutable and
/// thread-safe; scratch memory belongs to the calling thread.
public final class DenseNetwork implements Network {
    private static final DenseKernel BEST = DenseKernel.best();
    private static final int ROWS_AT_ONCE = 16;

    private final List<DenseLayer> layers;
    private final DenseLayer[] path;
    private final DenseKernel kernel;
    private final ThreadLocal<float[][]> scratch;

    private DenseNetwork(List<DenseLayer> layers, DenseKernel kernel) {
        this.layers = List.copyOf(layers);
        this.path = layers.toArray(DenseLayer[]::new);
        this.kernel = kernel;
        int widest = layers.stream().mapToInt(DenseLayer::paddedOutputs).max().orElseThrow();
        this.scratch = ThreadLocal.withInitial(() -> new float[2][ROWS_AT_ONCE * widest]);
    }

    /// Builds a network from layers.
    ///
    /// @param weights per layer row-major `[outputs][inputs]`
    /// @param biases per layer `[outputs]`
    /// @throws IllegalArgumentException if shapes do not chain
    public static DenseNetwork of(float[][][] weights, float[][] biases) {
        if (weights.length == 0 || weights.length != biases.length) {
            throw new IllegalArgumentException("a network needs as many weights as biases, at least one, found "
                    + weights.length + " and " + biases.length);
        }
        List<DenseLayer> layers = new ArrayList<>();
        for (int i = 0; i < weights.length; i++) {
            int inputs = weights[i].length == 0 ? 0 : weights[i][0].length;
            if (inputs == 0 || biases[i].length != weights[i].length || i > 0 && inputs != weights[i - 1].length) {
                throw new IllegalArgumentException("layer " + i + " has " + inputs + " inputs, " + weights[i].length
                        + " outputs and " + biases[i].length + " biases: shapes do not chain");
            }
            layers.add(DenseLayer.of(weights[i], biases[i]));
        }
        return new DenseNetwork(layers, BEST);
    }

    /// Reads an ONNX file made of `Gemm` (or `MatMul` and `Add`), `Relu` and `Identity` nodes, one float input and one
    /// float output.
    ///
    /// @throws PakitException.Corrupt saying what was found: no protobuf, unsupported operator, shapes that
    ///     do not chain, weights that are not finite
    public static DenseNetwork fromOnnx(byte[] onnx) {
        try {
            return read(OnnxFile.parse(onnx).getGraph());
        } catch (NotCovered e) {
            throw new PakitException.Corrupt(String.valueOf(e.getMessage()), e);
        }
    }

    static DenseNetwork read(GraphProto graph) {
        return new DenseNetwork(new OnnxReader(graph).layers(), BEST);
    }

    @Override
    public byte[] toOnnx(String inputName, String outputName) {
        return OnnxWriter.write(layers, inputName, outputName);
    }

    DenseNetwork withKernel(DenseKernel other) {
        return new DenseNetwork(layers, other);
    }

    @Override
    public int inputs() {
        return path[0].inputs();
    }

    @Override
    public int outputs() {
        return path[path.length - 1].outputs();
    }

    /// All outputs: they share their layers.
    @Override
    public void forward(int from, int to, float[] in, float[] out) {
        forward(1, in, out);
    }

    @Override
    public void forward(int rows, float[] in, float[] out) {
        float[][] buffers = scratch.get();
        int padded = path[path.length - 1].paddedOutputs();
        for (int from = 0; from < rows; from += ROWS_AT_ONCE) {
            int count = Math.min(ROWS_AT_ONCE, rows - from);
            layers(in, from * inputs(), count, buffers);
            for (int row = 0; row < count; row++) {
                System.arraycopy(buffers[path.length & 1], row * padded, out, (from + row) * outputs(), outputs());
            }
        }
    }

    /// Layer `i` writes to buffer `(i + 1) & 1`, so the last one leaves its result in buffer `path.length & 1`.
    private void layers(float[] in, int at, int rows, float[][] buffers) {
        int last = path.length - 1;
        kernel.apply(path[0], in, at, inputs(), rows, buffers[1], last > 0);
        for (int i = 1; i <= last; i++) {
            int stride = path[i - 1].paddedOutputs();
            kernel.apply(path[i], buffers[i & 1], 0, stride, rows, buffers[i + 1 & 1], i < last);
        }
    }
}
