package pakit.ml.tensor;

/// Numbers in, numbers out, by fixed weights: immutable and thread-safe, as fast as this JVM can.
public sealed interface Network permits DenseNetwork, Forest {
    int inputs();

    int outputs();

    /// Computes `rows` rows: reads `rows * inputs()` floats of `in`, writes `rows * outputs()` floats of `out`, both
    /// row-major from index 0. Allocates nothing once warm.
    void forward(int rows, float[] in, float[] out);

    /// Computes outputs `from` to `to` of one row, where that saves work; others may be written as well.
    void forward(int from, int to, float[] in, float[] out);

    /// Writes this network as an ONNX file that ONNX Runtime reads too (float input `[-1, inputs]`).
    byte[] toOnnx(String inputName, String outputName);

    /// Reads an ONNX file of dense layers or of regression trees, as [DenseNetwork#fromOnnx] and [Forest#fromOnnx] do.
    ///
    /// @throws pakit.error.PakitException.Corrupt saying what was found
    static Network fromOnnx(byte[] onnx) {
        return ForestReader.isForest(onnx) ? Forest.fromOnnx(onnx) : DenseNetwork.fromOnnx(onnx);
    }
}
