package pakit.training;

import pakit.ml.tensor.Bfloat16;
import pakit.ml.tensor.DenseNetwork;

/// The weights of a network while it is made: per layer `[outputs][inputs]` and `[outputs]`. The methods give new
/// weights and leave these as they are.
public record Weights(float[][][] matrices, float[][] biases) {
    public DenseNetwork network() {
        return DenseNetwork.of(matrices, biases);
    }

    /// The same function of unscaled columns, up to rounding: a network that was fitted to scaled inputs and outputs
    /// takes and gives the raw ones, so that serving does no arithmetic of its own. All weights are [Bfloat16]s, which
    /// kernels read in half the time.
    Weights unscaled(Scaling inputs, Scaling outputs) {
        float[][][] newMatrices = copy(matrices);
        float[][] newBiases = copy(biases);
        int last = newMatrices.length - 1;
        for (int out = 0; out < newMatrices[last].length; out++) {
            scaleRow(newMatrices[last][out], outputs.spread()[out]);
            newBiases[last][out] = newBiases[last][out] * outputs.spread()[out] + outputs.mean()[out];
        }
        divideColumns(newMatrices[0], inputs.spread());
        for (float[][] matrix : newMatrices) {
            round(matrix);
        }
        shift(newMatrices[0], newBiases[0], inputs.mean());
        return new Weights(newMatrices, newBiases);
    }

    /// Output `out` is always `value`.
    Weights withConstant(int out, float value) {
        float[][][] newMatrices = copy(matrices);
        float[][] newBiases = copy(biases);
        scaleRow(newMatrices[newMatrices.length - 1][out], 0);
        newBiases[newBiases.length - 1][out] = value;
        return new Weights(newMatrices, newBiases);
    }

    /// Output `out` is greater by `difference`.
    Weights withShift(int out, float difference) {
        float[][] newBiases = copy(biases);
        newBiases[newBiases.length - 1][out] += difference;
        return new Weights(matrices, newBiases);
    }

    private static void divideColumns(float[][] matrix, float[] by) {
        for (float[] row : matrix) {
            for (int in = 0; in < row.length; in++) {
                row[in] /= by[in];
            }
        }
    }

    private static void round(float[][] matrix) {
        for (float[] row : matrix) {
            for (int in = 0; in < row.length; in++) {
                row[in] = Bfloat16.nearest(row[in]);
            }
        }
    }

    /// After the rounding, so that it shifts nothing.
    private static void shift(float[][] matrix, float[] biases, float[] mean) {
        for (int out = 0; out < matrix.length; out++) {
            double bias = biases[out];
            for (int in = 0; in < matrix[out].length; in++) {
                bias -= (double) matrix[out][in] * mean[in];
            }
            biases[out] = (float) bias;
        }
    }

    private static void scaleRow(float[] row, float factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] = factor == 0 ? 0 : row[i] * factor;
        }
    }

    private static float[][][] copy(float[][][] of) {
        float[][][] copy = new float[of.length][][];
        for (int i = 0; i < of.length; i++) {
            copy[i] = copy(of[i]);
        }
        return copy;
    }

    private static float[][] copy(float[][] of) {
        float[][] copy = new float[of.length][];
        for (int i = 0; i < of.length; i++) {
            copy[i] = of[i].clone();
        }
        return copy;
    }
}
