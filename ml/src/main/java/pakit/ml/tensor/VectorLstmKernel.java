package pakit.ml.tensor;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The kernel on the JDK's vectors. What is left over at the end of an array, plain Java computes, to the same bits.
///
/// Arrays in, arrays out: vectors passed between methods are boxed wherever inlining stops.
final class VectorLstmKernel implements LstmKernel {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    @Override
    public float exp(float[] values, int from, int to, float factor, float shift) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i)
                    .fma(FloatVector.broadcast(SPECIES, factor), FloatVector.broadcast(SPECIES, shift))
                    .max(PlainLstmKernel.LEAST)
                    .min(PlainLstmKernel.MOST);
            FloatVector rounding = x.fma(PlainLstmKernel.LOG2_E, PlainLstmKernel.ROUNDER);
            FloatVector whole = rounding.sub(PlainLstmKernel.ROUNDER);
            FloatVector rest = whole.fma(
                    FloatVector.broadcast(SPECIES, -PlainLstmKernel.LN2_LOWER),
                    whole.fma(FloatVector.broadcast(SPECIES, -PlainLstmKernel.LN2_UPPER), x));
            FloatVector sum = rest.fma(PlainLstmKernel.P0, PlainLstmKernel.P1);
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, PlainLstmKernel.P2));
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, PlainLstmKernel.P3));
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, PlainLstmKernel.P4));
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, PlainLstmKernel.P5));
            IntVector scale = rounding.reinterpretAsInts()
                    .add(PlainLstmKernel.EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, PlainLstmKernel.FRACTION_BITS);
            FloatVector exps = sum.fma(rest.mul(rest), rest).add(1).mul(scale.reinterpretAsFloats());
            exps.intoArray(values, i);
            sums = sums.add(exps);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < to; i++) {
            values[i] = PlainLstmKernel.exp(Math.fma(factor, values[i], shift));
            sum += values[i];
        }
        return sum;
    }

    @Override
    public void cell(float[] gates, int units, float[] cell, float[] hidden, int at) {
        exp(gates, 0, 2 * units, -1, 0);
        exp(gates, 2 * units, 3 * units, -2, 0);
        exp(gates, 3 * units, 4 * units, -1, 0);
        remember(gates, units, cell);
        exp(gates, 0, units, -2, 0);
        tell(gates, units, hidden, at);
    }

    /// Leaves the new content of the cell where the input gate was, too.
    private static void remember(float[] gates, int units, float[] cell) {
        int i = 0;
        for (; i <= units - LANES; i += LANES) {
            FloatVector input = FloatVector.fromArray(SPECIES, gates, i);
            FloatVector forget = FloatVector.fromArray(SPECIES, gates, units + i);
            FloatVector candidate = FloatVector.fromArray(SPECIES, gates, 2 * units + i);
            FloatVector one = FloatVector.broadcast(SPECIES, 1);
            FloatVector kept = FloatVector.fromArray(SPECIES, cell, i).div(forget.add(one));
            FloatVector added = one.sub(candidate).div(one.add(candidate).mul(one.add(input)));
            kept.add(added).intoArray(cell, i);
            kept.add(added).intoArray(gates, i);
        }
        for (; i < units; i++) {
            cell[i] = PlainLstmKernel.remembered(gates[i], gates[units + i], gates[2 * units + i], cell[i]);
            gates[i] = cell[i];
        }
    }

    private static void tell(float[] gates, int units, float[] hidden, int at) {
        int i = 0;
        for (; i <= units - LANES; i += LANES) {
            FloatVector content = FloatVector.fromArray(SPECIES, gates, i);
            FloatVector output = FloatVector.fromArray(SPECIES, gates, 3 * units + i);
            FloatVector one = FloatVector.broadcast(SPECIES, 1);
            one.sub(content).div(one.add(content).mul(one.add(output))).intoArray(hidden, at + i);
        }
        for (; i < units; i++) {
            hidden[at + i] = PlainLstmKernel.told(gates[i], gates[3 * units + i]);
        }
    }

    /// Few values are larger than the least of the largest so far: all others are passed over a vector at a time.
    @Override
    public void top(float[] values, int count, int[] indices, float[] largest) {
        PlainLstmKernel.begin(indices, largest);
        int i = 0;
        for (; i <= count - LANES; i += LANES) {
            float least = largest[largest.length - 1];
            if (FloatVector.fromArray(SPECIES, values, i)
                    .compare(VectorOperators.GT, least)
                    .anyTrue()) {
                for (int lane = i; lane < i + LANES; lane++) {
                    PlainLstmKernel.insert(values[lane], lane, indices, largest);
                }
            }
        }
        for (; i < count; i++) {
            PlainLstmKernel.insert(values[i], i, indices, largest);
        }
    }
}
