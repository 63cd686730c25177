package pakit.ml.tensor;

import pakit.ml.onnx.ModelProto;

/// Numbers in, numbers out, by fixed weights: immutable and thread-safe. Dense layers and trees are computed as fast as
/// this JVM can; what no kernel of ours covers, ONNX Runtime computes, on threads of its own.
public sealed interface Network extends AutoCloseable permits DenseNetwork, Forest, RuntimeNetwork {
    int inputs();

    int outputs();

    /// Computes `rows` rows: reads `rows * inputs()` floats of `in`, writes `rows * outputs()` floats of `out`, both
    /// row-major from index 0. Our own kernels allocate nothing once warm.
    ///
    /// @throws PakitException.Unavailable from ONNX Runtime only: busy, late or failed
    void forward(int rows, float[] in, float[] out);

    /// Computes outputs `from` to `to` of one row, where that saves work; others may be written as well.
    void forward(int from, int to, float[] in, float[] out);

    /// Writes this network as an ONNX file that ONNX Runtime reads too (float input `[-1, inputs]`).
    byte[] toOnnx(String inputName, String outputName);

    /// Frees native memory, when the last call has ended.
    @Override
    default void close() {}

    /// Reads an ONNX file: dense layers and regression trees for our own kernels, all else for ONNX Runtime, whose
    /// native library is loaded when the first such file is.
    ///
    /// @param title of the model, for messages and names of threads
    /// @throws PakitException.Corrupt saying what was found
    static Network fromOnnx(byte[] onnx, String title, RuntimeSettings settings) {
        ModelProto model = OnnxFile.parse(onnx);
        try {
            return ForestReader.isForest(model.getGraph())
                    ? ForestReader.read(model.getGraph())
                    : DenseNetwork.read(model.getGraph());
        } catch (NotCovered why) {
            return RuntimeNetwork.load(onnx, model, title, settings, why);
        }
    }
}
