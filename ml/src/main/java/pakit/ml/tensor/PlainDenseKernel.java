package pakit.ml.tensor;

/// The reference kernel: scales one input's weights after the other into the outputs, four inputs in one pass over
/// them.
final class PlainDenseKernel implements DenseKernel {
    private static final int TILE = DenseLayer.TILE;
    private static final int INPUTS_AT_ONCE = 4;

    @Override
    public void apply(DenseLayer layer, float[] x, int at, int stride, int rows, float[] y, boolean relu) {
        for (int row = 0; row < rows; row++) {
            row(layer, x, at + row * stride, y, row * layer.paddedOutputs(), relu);
        }
    }

    private static void row(DenseLayer layer, float[] x, int at, float[] y, int to, boolean relu) {
        System.arraycopy(layer.biases(), 0, y, to, layer.paddedOutputs());
        int inputs = layer.inputs();
        for (int out = 0; out < layer.paddedOutputs(); out += TILE) {
            int from = out * inputs;
            int in = 0;
            for (; in <= inputs - INPUTS_AT_ONCE; in += INPUTS_AT_ONCE) {
                addFour(x, at + in, layer.weights(), from + in * TILE, y, to + out);
            }
            for (; in < inputs; in++) {
                addOne(x[at + in], layer.weights(), from + in * TILE, y, to + out);
            }
        }
        if (relu) {
            rectify(y, to, layer.paddedOutputs());
        }
    }

    /// Adds in the order of the inputs, as four calls of [#addOne] would: the same sums, with a quarter of the stores.
    private static void addFour(float[] x, int at, float[] weights, int from, float[] y, int to) {
        float x0 = x[at];
        float x1 = x[at + 1];
        float x2 = x[at + 2];
        float x3 = x[at + 3];
        for (int out = 0; out < TILE; out++) {
            float sum = Math.fma(x0, weights[from + out], y[to + out]);
            sum = Math.fma(x1, weights[from + TILE + out], sum);
            sum = Math.fma(x2, weights[from + 2 * TILE + out], sum);
            y[to + out] = Math.fma(x3, weights[from + 3 * TILE + out], sum);
        }
    }

    private static void addOne(float factor, float[] weights, int from, float[] y, int to) {
        for (int out = 0; out < TILE; out++) {
            y[to + out] = Math.fma(factor, weights[from + out], y[to + out]);
        }
    }

    private static void rectify(float[] y, int to, int width) {
        for (int out = to; out < to + width; out++) {
            // keeps NaN, which Math.max keeps as well: a broken model must not look like a zero
            y[out] = Math.max(0, y[out]);
        }
    }
}
