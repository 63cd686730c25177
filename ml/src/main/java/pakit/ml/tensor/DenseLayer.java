package pakit.ml.tensor;

/// One dense layer in the kernels' layout: weights input-major, each input's weights padded with zeros to a multiple of
/// [#LANES] outputs, so that a kernel reads them front to back in whole vectors.
///
/// The arrays are shared with the kernels; nobody writes to them.
record DenseLayer(int inputs, int outputs, int paddedOutputs, float[] weights, float[] biases) {
    /// Floats in the widest vector that kernels use.
    static final int LANES = 16;

    /// @param rows `[outputs][inputs]`
    static DenseLayer of(float[][] rows, float[] biases) {
        int outputs = rows.length;
        int inputs = rows[0].length;
        int padded = (outputs + LANES - 1) / LANES * LANES;
        float[] weights = new float[inputs * padded];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                weights[in * padded + out] = rows[out][in];
            }
        }
        float[] paddedBiases = new float[padded];
        System.arraycopy(biases, 0, paddedBiases, 0, outputs);
        return new DenseLayer(inputs, outputs, padded, weights, paddedBiases);
    }

    /// The weights as they were given, `[outputs][inputs]` in one array.
    float[] rowMajorWeights() {
        float[] rows = new float[outputs * inputs];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                rows[out * inputs + in] = weights[in * paddedOutputs + out];
            }
        }
        return rows;
    }
}
