package pakit.ml.tensor;

/// The reference kernel: scales one input's weights after the other into the outputs, four inputs in one pass over
/// them.
final class PlainDenseKernel implements DenseKernel {
    private static final int INPUTS_AT_ONCE = 4;

    @Override
    public void apply(DenseLayer layer, float[] x, int at, float[] y, boolean relu) {
        int width = layer.paddedOutputs();
        System.arraycopy(layer.biases(), 0, y, 0, width);
        int in = 0;
        for (; in <= layer.inputs() - INPUTS_AT_ONCE; in += INPUTS_AT_ONCE) {
            addFour(x, at + in, layer.weights(), in * width, y, width);
        }
        for (; in < layer.inputs(); in++) {
            addOne(x[at + in], layer.weights(), in * width, y, width);
        }
        if (relu) {
            rectify(y, width);
        }
    }

    /// Adds in the order of the inputs, as four calls of [#addOne] would: the same sums, with a quarter of the stores.
    private static void addFour(float[] x, int at, float[] weights, int from, float[] y, int width) {
        float x0 = x[at];
        float x1 = x[at + 1];
        float x2 = x[at + 2];
        float x3 = x[at + 3];
        for (int out = 0; out < width; out++) {
            float sum = Math.fma(x0, weights[from + out], y[out]);
            sum = Math.fma(x1, weights[from + width + out], sum);
            sum = Math.fma(x2, weights[from + 2 * width + out], sum);
            y[out] = Math.fma(x3, weights[from + 3 * width + out], sum);
        }
    }

    private static void addOne(float factor, float[] weights, int from, float[] y, int width) {
        for (int out = 0; out < width; out++) {
            y[out] = Math.fma(factor, weights[from + out], y[out]);
        }
    }

    private static void rectify(float[] y, int width) {
        for (int out = 0; out < width; out++) {
            // keeps NaN, which Math.max keeps as well: a broken model must not look like a zero
            y[out] = Math.max(0, y[out]);
        }
    }
}
