package pakit.training;

import pakit.ml.tensor.DenseNetwork;

/// The weights of a network while it is made: per layer `[outputs][inputs]` and `[outputs]`. The methods give new
/// weights and leave these as they are.
public record Weights(float[][][] matrices, float[][] biases) {
    public DenseNetwork network() {
        return DenseNetwork.of(matrices, biases);
    }

    /// The same function of unscaled columns: a network that was fitted to scaled inputs and outputs takes and gives
    /// the raw ones, so that serving does no arithmetic of its own.
    Weights unscaled(Scaling inputs, Scaling outputs) {
        float[][][] newMatrices = copy(matrices);
        float[][] newBiases = copy(biases);
        foldInputs(newMatrices[0], newBiases[0], inputs);
        int last = newMatrices.length - 1;
        for (int out = 0; out < newMatrices[last].length; out++) {
            scaleRow(newMatrices[last][out], outputs.spread()[out]);
            newBiases[last][out] = newBiases[last][out] * outputs.spread()[out] + outputs.mean()[out];
        }
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

    private static void foldInputs(float[][] matrix, float[] biases, Scaling scaling) {
        for (int out = 0; out < matrix.length; out++) {
            double bias = biases[out];
            for (int in = 0; in < matrix[out].length; in++) {
                matrix[out][in] /= scaling.spread()[in];
                bias -= (double) matrix[out][in] * scaling.mean()[in];
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
