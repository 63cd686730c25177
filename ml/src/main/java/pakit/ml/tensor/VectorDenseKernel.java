package pakit.ml.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernel on the JDK's vectors: output-stationary, two vectors of outputs at once with four independent sums each,
/// so that no multiply-add waits for the one before. Vectors never leave a method: passed between methods they are
/// boxed wherever inlining stops.
final class VectorDenseKernel implements DenseKernel {
    private static final int TILE = DenseLayer.TILE;
    private static final VectorSpecies<Float> SPECIES = 2 * FloatVector.SPECIES_PREFERRED.length() <= TILE
            ? FloatVector.SPECIES_PREFERRED
            : FloatVector.SPECIES_512;
    private static final int LANES = SPECIES.length();
    private static final VectorSpecies<Integer> INTS = SPECIES.withLanes(int.class);
    private static final int UPPER_HALF = -1 << Short.SIZE;
    private static final int STREAMS = 4;

    /// Outputs by outputs, and each for all rows, because their weights stay in the nearest cache meanwhile.
    @Override
    public void apply(DenseLayer layer, float[] x, int at, int stride, int rows, float[] y, boolean relu) {
        float floor = relu ? 0 : Float.NEGATIVE_INFINITY;
        int width = layer.paddedOutputs();
        int[] pairs = layer.pairs();
        for (int out = 0; out < width; out += 2 * LANES) {
            for (int row = 0; row < rows; row++) {
                if (pairs == null) {
                    whole(layer, x, at + row * stride, y, row * width + out, out, floor);
                } else {
                    paired(layer, pairs, x, at + row * stride, y, row * width + out, out, floor);
                }
            }
        }
    }

    /// Outputs `out` to `out + 2 · LANES`, written to `to` and on.
    private static void whole(DenseLayer layer, float[] x, int at, float[] y, int to, int out, float floor) {
        float[] weights = layer.weights();
        int inputs = layer.inputs();
        FloatVector sum0 = FloatVector.fromArray(SPECIES, layer.biases(), out);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        FloatVector next0 = FloatVector.fromArray(SPECIES, layer.biases(), out + LANES);
        FloatVector next1 = FloatVector.zero(SPECIES);
        FloatVector next2 = FloatVector.zero(SPECIES);
        FloatVector next3 = FloatVector.zero(SPECIES);
        int in = 0;
        int from = out / TILE * inputs * TILE + out % TILE;
        for (; in <= inputs - STREAMS; in += STREAMS) {
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[at + in]);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[at + in + 1]);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[at + in + 2]);
            FloatVector x3 = FloatVector.broadcast(SPECIES, x[at + in + 3]);
            sum0 = FloatVector.fromArray(SPECIES, weights, from).fma(x0, sum0);
            next0 = FloatVector.fromArray(SPECIES, weights, from + LANES).fma(x0, next0);
            sum1 = FloatVector.fromArray(SPECIES, weights, from + TILE).fma(x1, sum1);
            next1 = FloatVector.fromArray(SPECIES, weights, from + TILE + LANES).fma(x1, next1);
            sum2 = FloatVector.fromArray(SPECIES, weights, from + 2 * TILE).fma(x2, sum2);
            next2 = FloatVector.fromArray(SPECIES, weights, from + 2 * TILE + LANES)
                    .fma(x2, next2);
            sum3 = FloatVector.fromArray(SPECIES, weights, from + 3 * TILE).fma(x3, sum3);
            next3 = FloatVector.fromArray(SPECIES, weights, from + 3 * TILE + LANES)
                    .fma(x3, next3);
            from += STREAMS * TILE;
        }
        for (; in < inputs; in++) {
            FloatVector left = FloatVector.broadcast(SPECIES, x[at + in]);
            sum0 = FloatVector.fromArray(SPECIES, weights, from).fma(left, sum0);
            next0 = FloatVector.fromArray(SPECIES, weights, from + LANES).fma(left, next0);
            from += TILE;
        }
        sum0.add(sum1).add(sum2.add(sum3)).max(floor).intoArray(y, to);
        next0.add(next1).add(next2.add(next3)).max(floor).intoArray(y, to + LANES);
    }

    /// The very sums of [#whole] from half the bytes: the weights of a network of some ten thousand then fit the
    /// nearest cache, and reading them is what takes the time.
    private static void paired(
            DenseLayer layer, int[] pairs, float[] x, int at, float[] y, int to, int out, float floor) {
        int inputs = layer.inputs();
        FloatVector sum0 = FloatVector.fromArray(SPECIES, layer.biases(), out);
        FloatVector sum1 = FloatVector.zero(SPECIES);
        FloatVector sum2 = FloatVector.zero(SPECIES);
        FloatVector sum3 = FloatVector.zero(SPECIES);
        FloatVector next0 = FloatVector.fromArray(SPECIES, layer.biases(), out + LANES);
        FloatVector next1 = FloatVector.zero(SPECIES);
        FloatVector next2 = FloatVector.zero(SPECIES);
        FloatVector next3 = FloatVector.zero(SPECIES);
        int in = 0;
        int from = out / TILE * ((inputs + 1) / 2) * TILE + out % TILE;
        for (; in <= inputs - STREAMS; in += STREAMS) {
            FloatVector x0 = FloatVector.broadcast(SPECIES, x[at + in]);
            FloatVector x1 = FloatVector.broadcast(SPECIES, x[at + in + 1]);
            FloatVector x2 = FloatVector.broadcast(SPECIES, x[at + in + 2]);
            FloatVector x3 = FloatVector.broadcast(SPECIES, x[at + in + 3]);
            IntVector early = IntVector.fromArray(INTS, pairs, from);
            IntVector late = IntVector.fromArray(INTS, pairs, from + TILE);
            IntVector nextEarly = IntVector.fromArray(INTS, pairs, from + LANES);
            IntVector nextLate = IntVector.fromArray(INTS, pairs, from + TILE + LANES);
            FloatVector weights0 =
                    early.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
            FloatVector weights1 = early.and(UPPER_HALF).reinterpretAsFloats();
            FloatVector weights2 =
                    late.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
            FloatVector weights3 = late.and(UPPER_HALF).reinterpretAsFloats();
            sum0 = weights0.fma(x0, sum0);
            sum1 = weights1.fma(x1, sum1);
            sum2 = weights2.fma(x2, sum2);
            sum3 = weights3.fma(x3, sum3);
            weights0 = nextEarly.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
            weights1 = nextEarly.and(UPPER_HALF).reinterpretAsFloats();
            weights2 = nextLate.lanewise(VectorOperators.LSHL, Short.SIZE).reinterpretAsFloats();
            weights3 = nextLate.and(UPPER_HALF).reinterpretAsFloats();
            next0 = weights0.fma(x0, next0);
            next1 = weights1.fma(x1, next1);
            next2 = weights2.fma(x2, next2);
            next3 = weights3.fma(x3, next3);
            from += 2 * TILE;
        }
        float[] weights = layer.weights();
        for (; in < inputs; in++) {
            FloatVector left = FloatVector.broadcast(SPECIES, x[at + in]);
            int rest = (out / TILE * inputs + in) * TILE + out % TILE;
            sum0 = FloatVector.fromArray(SPECIES, weights, rest).fma(left, sum0);
            next0 = FloatVector.fromArray(SPECIES, weights, rest + LANES).fma(left, next0);
        }
        sum0.add(sum1).add(sum2.add(sum3)).max(floor).intoArray(y, to);
        next0.add(next1).add(next2.add(next3)).max(floor).intoArray(y, to + LANES);
    }
}
