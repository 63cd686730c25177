package pakit.ml.tensor;

/// The reference kernel: scales one input's weights after the other into the outputs.
final class PlainDenseKernel implements DenseKernel {
    @Override
    public void apply(DenseLayer layer, float[] x, int at, float[] y, boolean relu) {
        int width = layer.paddedOutputs();
        System.arraycopy(layer.biases(), 0, y, 0, width);
        for (int in = 0; in < layer.inputs(); in++) {
            axpy(x[at + in], layer.weights(), in * width, y, width);
        }
        if (relu) {
            rectify(y, width);
        }
    }

    private static void axpy(float factor, float[] weights, int from, float[] y, int width) {
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
