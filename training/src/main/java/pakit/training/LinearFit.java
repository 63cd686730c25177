package pakit.training;

/// The simplest model there is: ridge regression of each output on the inputs, in closed form. Every network is
/// reported beside it; one that is not better than a line is not worth its layers.
final class LinearFit {
    private static final double RIDGE = 1e-3;

    private LinearFit() {}

    /// Expects scaled samples.
    static Weights fit(Samples samples) {
        int width = samples.inputWidth() + 1;
        double[][] left = new double[width][width];
        double[][] right = new double[width][samples.targetWidth()];
        for (int i = 0; i < samples.size(); i++) {
            accumulate(samples, i, left, right);
        }
        for (int i = 0; i < width - 1; i++) {
            left[i][i] += RIDGE * samples.size();
        }
        solve(left, right);
        return weights(right, samples.targetWidth());
    }

    private static void accumulate(Samples samples, int i, double[][] left, double[][] right) {
        float[] input = samples.inputs()[i];
        for (int row = 0; row <= input.length; row++) {
            double factor = samples.weights()[i] * (row < input.length ? input[row] : 1.0);
            for (int column = 0; column <= input.length; column++) {
                left[row][column] += factor * (column < input.length ? input[column] : 1.0);
            }
            for (int out = 0; out < right[row].length; out++) {
                right[row][out] += factor * samples.targets()[i][out];
            }
        }
    }

    /// Gauss and Jordan without pivoting: the ridge makes `left` positive definite. The solution replaces `right`.
    private static void solve(double[][] left, double[][] right) {
        for (int pivot = 0; pivot < left.length; pivot++) {
            double factor = 1 / left[pivot][pivot];
            scale(left[pivot], factor);
            scale(right[pivot], factor);
            for (int row = 0; row < left.length; row++) {
                if (row != pivot) {
                    double times = left[row][pivot];
                    subtract(left[row], left[pivot], times);
                    subtract(right[row], right[pivot], times);
                }
            }
        }
    }

    private static void scale(double[] row, double factor) {
        for (int i = 0; i < row.length; i++) {
            row[i] *= factor;
        }
    }

    private static void subtract(double[] row, double[] other, double times) {
        for (int i = 0; i < row.length; i++) {
            row[i] -= times * other[i];
        }
    }

    private static Weights weights(double[][] solution, int outputs) {
        int inputs = solution.length - 1;
        float[][] matrix = new float[outputs][inputs];
        float[] biases = new float[outputs];
        for (int out = 0; out < outputs; out++) {
            for (int in = 0; in < inputs; in++) {
                matrix[out][in] = (float) solution[in][out];
            }
            biases[out] = (float) solution[inputs][out];
        }
        return new Weights(new float[][][] {matrix}, new float[][] {biases});
    }
}
