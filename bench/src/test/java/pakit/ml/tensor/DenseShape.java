package pakit.ml.tensor;

import java.util.SplittableRandom;

/// The network of the Python original, 12-128-64-32-4, with random weights.
///
/// @param weights per layer row-major `[outputs][inputs]`
/// @param biases per layer `[outputs]`
record DenseShape(float[][][] weights, float[][] biases) {
    static final int INPUTS = 12;
    static final int OUTPUTS = 4;
    private static final int[] WIDTHS = {INPUTS, 128, 64, 32, OUTPUTS};

    static DenseShape random(SplittableRandom random) {
        int layers = WIDTHS.length - 1;
        float[][][] weights = new float[layers][][];
        float[][] biases = new float[layers][];
        for (int i = 0; i < layers; i++) {
            weights[i] = new float[WIDTHS[i + 1]][WIDTHS[i]];
            biases[i] = new float[WIDTHS[i + 1]];
            for (float[] row : weights[i]) {
                fill(row, random);
            }
            fill(biases[i], random);
        }
        return new DenseShape(weights, biases);
    }

    static void fill(float[] row, SplittableRandom random) {
        for (int i = 0; i < row.length; i++) {
            row[i] = random.nextFloat() - 0.5f;
        }
    }

    DenseNetwork network() {
        return DenseNetwork.of(weights, biases);
    }
}
