package pakit.ml.tensor;

import java.util.Arrays;

/// The reference kernel. `exp` is a polynomial about the nearest multiple of ln 2, by the constants of `expf` in Moshier's
/// Cephes library: off by at most two units in the last place, and the same bits as on vectors.
final class PlainLstmKernel implements LstmKernel {
    static final float LEAST = -87;
    /// Products of two such exponentials are finite.
    static final float MOST = 43;
    static final float LOG2_E = 1.44269504f;
    /// Added and taken away again it rounds to a whole number, and leaves that in the lowest bits meanwhile.
    static final float ROUNDER = 0x1.8p23f;

    static final float LN2_UPPER = 0.693359375f;
    static final float LN2_LOWER = -2.12194440e-4f;
    static final float P0 = 1.9875691500e-4f;
    static final float P1 = 1.3981999507e-3f;
    static final float P2 = 8.3334519073e-3f;
    static final float P3 = 4.1665795894e-2f;
    static final float P4 = 1.6666665459e-1f;
    static final float P5 = 5.0000001201e-1f;
    static final int EXPONENT_BIAS = 127;
    static final int FRACTION_BITS = 23;

    @Override
    public float exp(float[] values, int from, int to, float factor, float shift) {
        float sum = 0;
        for (int i = from; i < to; i++) {
            values[i] = exp(Math.fma(factor, values[i], shift));
            sum += values[i];
        }
        return sum;
    }

    static float exp(float value) {
        float x = Math.min(MOST, Math.max(LEAST, value));
        float rounding = Math.fma(x, LOG2_E, ROUNDER);
        float whole = rounding - ROUNDER;
        float rest = Math.fma(whole, -LN2_LOWER, Math.fma(whole, -LN2_UPPER, x));
        float sum = Math.fma(P0, rest, P1);
        sum = Math.fma(sum, rest, P2);
        sum = Math.fma(sum, rest, P3);
        sum = Math.fma(sum, rest, P4);
        sum = Math.fma(sum, rest, P5);
        float fraction = Math.fma(sum, rest * rest, rest) + 1;
        return fraction * Float.intBitsToFloat(Float.floatToRawIntBits(rounding) + EXPONENT_BIAS << FRACTION_BITS);
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
