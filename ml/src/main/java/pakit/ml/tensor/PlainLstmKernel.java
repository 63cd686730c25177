package pakit.ml.tensor;

import java.util.Arrays;

/// The reference kernel. Exponentials are powers of two: the whole part of the exponent becomes that of the float, the
/// rest goes through the polynomial that meets `2^x` at the six Chebyshev points of -0.5 to 0.5. Off by less than 2e-7
/// for small exponents, by 1e-5 for the largest, where the exponent itself is rounded; the same bits as on vectors.
final class PlainLstmKernel implements LstmKernel {
    /// Of powers of two. Products of two of the most are finite, and one of the least is no less than a normal float.
    static final float LEAST = -126;

    static final float MOST = 62;
    static final float LOG2_E = 1.44269504f;
    /// Added and taken away again it rounds to a whole number, and leaves that in the lowest bits meanwhile.
    static final float ROUNDER = 0x1.8p23f;

    static final float C1 = 0.69314719f;
    static final float C2 = 0.24022107f;
    static final float C3 = 0.055503571f;
    static final float C4 = 0.0096760319f;
    static final float C5 = 0.0013390863f;
    static final int EXPONENT_BIAS = 127;
    static final int FRACTION_BITS = 23;

    @Override
    public float exp(float[] values, int from, int to, float factor, float shift) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            values[i] = exp(values[i], factor * LOG2_E, shift * LOG2_E);
            sum += values[i];
        }
        return sum;
    }

    /// Two to the power of `factor · value + shift`.
    static float exp(float value, float factor, float shift) {
        float x = Math.min(MOST, Math.max(LEAST, Math.fma(value, factor, shift)));
        float rounding = x + ROUNDER;
        float rest = x - (rounding - ROUNDER);
        float sum = Math.fma(C5, rest, C4);
        sum = Math.fma(sum, rest, C3);
        sum = Math.fma(sum, rest, C2);
        sum = Math.fma(sum, rest, C1);
        sum = Math.fma(sum, rest, 1);
        return sum * Float.intBitsToFloat(Float.floatToRawIntBits(rounding) + EXPONENT_BIAS << FRACTION_BITS);
    }

    /// `1 / (1 + exp(-x))`, and `tanh x` as `(1 - exp(-2x)) / (1 + exp(-2x))`.
    @Override
    public void cell(float[] gates, int units, float[] cell, float[] hidden, int at) {
        exp(gates, 0, 2 * units, -1, 0);
        exp(gates, 2 * units, 3 * units, -2, 0);
        exp(gates, 3 * units, 4 * units, -1, 0);
        for (int i = 0; i < units; i++) {
            cell[i] = remembered(gates[i], gates[units + i], gates[2 * units + i], cell[i]);
            gates[i] = cell[i];
        }
        exp(gates, 0, units, -2, 0);
        for (int i = 0; i < units; i++) {
            hidden[at + i] = told(gates[i], gates[3 * units + i]);
        }
    }

    /// All but `before` as their exponentials.
    static float remembered(float input, float forget, float candidate, float before) {
        return before / (1 + forget) + (1 - candidate) / ((1 + candidate) * (1 + input));
    }

    /// What is told of a cell's content, both as their exponentials.
    static float told(float content, float output) {
        return (1 - content) / ((1 + content) * (1 + output));
    }

    @Override
    public void top(float[] values, int count, int[] indices, float[] largest) {
        begin(indices, largest);
        for (int i = 0; i < count; i++) {
            insert(values[i], i, indices, largest);
        }
    }

    static void begin(int[] indices, float[] largest) {
        Arrays.fill(indices, -1);
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
    }

    static void insert(float value, int index, int[] indices, float[] largest) {
        int place = largest.length;
        for (; place > 0 && value > largest[place - 1]; place--) {
            if (place < largest.length) {
                largest[place] = largest[place - 1];
                indices[place] = indices[place - 1];
            }
        }
        if (place < largest.length) {
            largest[place] = value;
            indices[place] = index;
        }
    }
}
