package pakit.ml.tensor;

import org.jspecify.annotations.Nullable;

/// One dense layer in the kernels' layout, which they read front to back: [#TILE] outputs after the other, and of each
/// tile the weights of one input after the other, `TILE` floats each. The last tile is filled up with zeros.
///
/// Where all weights are [Bfloat16]s, `pairs` has them once more in half the bytes: per tile, `TILE` ints for each two
/// inputs.
///
/// The arrays are shared with the kernels; nobody writes to them.
record DenseLayer(int inputs, int outputs, int paddedOutputs, float[] weights, int @Nullable [] pairs, float[] biases) {
    /// Outputs that a kernel works on at once: two of the widest vectors that kernels use.
    static final int TILE = 32;

    /// @param rows `[outputs][inputs]`
    static DenseLayer of(float[][] rows, float[] biases) {
        int outputs = rows.length;
        int inputs = rows[0].length;
        int padded = (outputs + TILE - 1) / TILE * TILE;
        float[] weights = new float[inputs * padded];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                weights[at(inputs, in, out)] = rows[out][in];
            }
        }
        float[] paddedBiases = new float[padded];
        System.arraycopy(biases, 0, paddedBiases, 0, outputs);
        return new DenseLayer(inputs, outputs, padded, weights, pairs(weights, inputs, padded), paddedBiases);
    }

    private static int at(int inputs, int in, int out) {
        return (out / TILE * inputs + in) * TILE + out % TILE;
    }

    /// Null where that would lose something.
    private static int @Nullable [] pairs(float[] weights, int inputs, int padded) {
        int half = (inputs + 1) / 2;
        int[] pairs = new int[half * padded];
        for (int out = 0; out < padded; out++) {
            for (int in = 0; in < inputs; in += 2) {
                float first = weights[at(inputs, in, out)];
                float second = in + 1 < inputs ? weights[at(inputs, in + 1, out)] : 0;
                if (!Bfloat16.isExact(first) || !Bfloat16.isExact(second)) {
                    return null;
                }
                pairs[at(half, in / 2, out)] = Bfloat16.pair(first, second);
            }
        }
        return pairs;
    }

    /// The weights as they were given, `[outputs][inputs]` in one array.
    float[] rowMajorWeights() {
        float[] rows = new float[outputs * inputs];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                rows[out * inputs + in] = weights[at(inputs, in, out)];
            }
        }
        return rows;
    }
}
