package pakit.ml.tensor;

/// A feed-forward network of dense layers with ReLU between them: `y = W·x + b`, the last layer linear. Immutable and
/// thread-safe; scratch memory belongs to the caller's thread.
public final class DenseNetwork {
    private DenseNetwork() {}

    public int inputs() {
        throw new UnsupportedOperationException();
    }

    public int outputs() {
        throw new UnsupportedOperationException();
    }

    /// Computes `rows` rows: reads `rows * inputs()` floats of `in`, writes `rows * outputs()` floats of `out`, both
    /// row-major from index 0. Allocates nothing once warm.
    public void forward(int rows, float[] in, float[] out) {
        throw new UnsupportedOperationException();
    }

    /// Reads an ONNX file made of `Gemm`/`MatMul+Add` and `Relu` nodes, one float input and one float output.
    ///
    /// @throws pakit.error.PakitException.Corrupt saying what was found: no protobuf, unsupported operator, shapes that
    /// do
    ///     not chain, weights that are not finite
    public static DenseNetwork fromOnnx(byte[] onnx) {
        throw new UnsupportedOperationException();
    }

    /// Writes this network as an ONNX file that ONNX Runtime reads too (float input `[-1, inputs]`, opset 13).
    public byte[] toOnnx(String inputName, String outputName) {
        throw new UnsupportedOperationException();
    }

    /// Builds a network from layers.
    ///
    /// @param weights per layer row-major `[outputs][inputs]`
    /// @param biases per layer `[outputs]`
    public static DenseNetwork of(float[][][] weights, float[][] biases) {
        throw new UnsupportedOperationException();
    }
}
