package pakit.ml.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The kernel on the JDK's vectors: output-stationary, four independent sums a column so that one multiply-add need not
/// wait for the last. Vectors never leave a method: passed between methods they are boxed wherever inlining stops.
final class VectorDenseKernel implements DenseKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED.length() <= DenseLayer.LANES
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;
    private static final int STREAMS = 4;

    @Override
    public void apply(DenseLayer layer, float[] x, int at, float[] y, boolean relu) {
        float floor = relu ? 0 : Float.NEGATIVE_INFINITY;
        for (int out = 0; out < layer.paddedOutputs(); out += SPECIES.length()) {
            column(layer, x, at, y, out, floor);
        }
    }

    /// Outputs `out` to `out + SPECIES.length()`.
    private static void column(DenseLayer layer, float[] x, int at, float[] y, int out, float floor) {
        float[] weights = layer.weights();
        int width = layer.paddedOutputs();
        int inputs = layer.inputs();
        FloatVector sum0 = FloatVector.fromArray(SPECIES, layer.biases(), out);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        int in = 0;
        for (; in <= inputs - STREAMS; in += STREAMS) {
            int from = in * width + out;
            sum0 = FloatVector.fromArray(SPECIES, weights, from).fma(FloatVector.broadcast(SPECIES, x[at + in]), sum0);
            sum1 = FloatVector.fromArray(SPECIES, weights, from + width)
                    .fma(FloatVector.broadcast(SPECIES, x[at + in + 1]), sum1);
            sum2 = FloatVector.fromArray(SPECIES, weights, from + 2 * width)
                    .fma(FloatVector.broadcast(SPECIES, x[at + in + 2]), sum2);
            sum3 = FloatVector.fromArray(SPECIES, weights, from + 3 * width)
                    .fma(FloatVector.broadcast(SPECIES, x[at + in + 3]), sum3);
        }
        for (; in < inputs; in++) {
            sum0 = FloatVector.fromArray(SPECIES, weights, in * width + out)
                    .fma(FloatVector.broadcast(SPECIES, x[at + in]), sum0);
        }
        sum0.add(sum1).add(sum2.add(sum3)).max(floor).intoArray(y, out);
    }
}
