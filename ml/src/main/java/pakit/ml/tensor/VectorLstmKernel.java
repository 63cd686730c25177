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
    private static final int BLOCK = 4 * LANES;

    @Override
    public float exp(float[] values, int from, int to, float factor, float shift) {
        float factor2 = factor * PlainLstmKernel.LOG2_E;
        float shift2 = shift * PlainLstmKernel.LOG2_E;
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = from;
        for (; i <= to - LANES; i += LANES) {
            FloatVector x = FloatVector.fromArray(SPECIES, values, i)
                    .fma(factor2, shift2)
                    .max(PlainLstmKernel.LEAST)
                    .min(PlainLstmKernel.MOST);
            FloatVector rounding = x.add(PlainLstmKernel.ROUNDER);
            FloatVector rest = x.sub(rounding.sub(PlainLstmKernel.ROUNDER));
            FloatVector sum = rest.fma(PlainLstmKernel.C5, PlainLstmKernel.C4);
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, PlainLstmKernel.C3));
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, PlainLstmKernel.C2));
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, PlainLstmKernel.C1));
            sum = sum.fma(rest, FloatVector.broadcast(SPECIES, 1));
            IntVector scale = rounding.reinterpretAsInts()
                    .add(PlainLstmKernel.EXPONENT_BIAS)
                    .lanewise(VectorOperators.LSHL, PlainLstmKernel.FRACTION_BITS);
            FloatVector exps = sum.mul(scale.reinterpretAsFloats());
            exps.intoArray(values, i);
            sums = sums.add(exps);
        }
        float sum = sums.reduceLanes(VectorOperators.ADD);
        for (; i < to; i++) {
            values[i] = PlainLstmKernel.exp(values[i], factor2, shift2);
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

    /// Few values are larger than the least of the largest so far: all others are passed over by the block.
    @Override
    public void top(float[] values, int count, int[] indices, float[] largest) {
        PlainLstmKernel.begin(indices, largest);
        int i = 0;
        for (; i <= count - BLOCK; i += BLOCK) {
            float least = largest[largest.length - 1];
            if (FloatVector.fromArray(SPECIES, values, i)
                    .compare(VectorOperators.GT, least)
                    .or(FloatVector.fromArray(SPECIES, values, i + LANES).compare(VectorOperators.GT, least))
                    .or(FloatVector.fromArray(SPECIES, values, i + 2 * LANES).compare(VectorOperators.GT, least))
                    .or(FloatVector.fromArray(SPECIES, values, i + 3 * LANES).compare(VectorOperators.GT, least))
                    .anyTrue()) {
                for (int at = i; at < i + BLOCK; at++) {
                    PlainLstmKernel.insert(values[at], at, indices, largest);
                }
            }
        }
        for (; i < count; i++) {
            PlainLstmKernel.insert(values[i], i, indices, largest);
        }
    }
}
