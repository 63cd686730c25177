package pakit.ml.tensor;

import java.util.List;
import java.util.SplittableRandom;

/// The LSTM of the Python original: 32 numbers for each of 10,000 tokens, two cells of 64 units, the last ten accesses.
/// Its weights here are random, as PyTorch draws first ones.
final class LstmShape {
    static final int VOCABULARY = 10_000;
    static final int WIDTH = 32;
    static final int UNITS = 64;
    static final int LAST = 10;
    private static final int GATES = 4 * UNITS;

    private LstmShape() {}

    static LstmWeights random() {
        SplittableRandom random = new SplittableRandom(1);
        return new LstmWeights(
                matrix(VOCABULARY, WIDTH, random),
                List.of(cell(WIDTH, random), cell(UNITS, random)),
                matrix(VOCABULARY, UNITS, random),
                matrix(1, VOCABULARY, random)[0]);
    }

    private static LstmWeights.Cell cell(int inputs, SplittableRandom random) {
        return new LstmWeights.Cell(
                matrix(GATES, inputs, random), matrix(GATES, UNITS, random), matrix(1, GATES, random)[0]);
    }

    private static float[][] matrix(int rows, int columns, SplittableRandom random) {
        double bound = 1 / Math.sqrt(UNITS);
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextDouble(-bound, bound);
            }
        }
        return matrix;
    }
}
