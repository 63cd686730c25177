package pakit.ml.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Finite inputs that nobody measured: zeros of both signs, denormal, huge and negative numbers, in all features and in
/// one, numbers within the ranges of real rows and far beyond them, and any bits that are a finite number. The same
/// seed gives the same rows.
final class FuzzedInputs {
    private static final float[] EXTREMES = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        1e-30f,
        1e6f,
        -1e6f,
        1e18f,
        -1e18f,
        1e30f,
        -1e30f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE
    };
    private static final int RANDOM_ROWS = 500;
    private static final float BEYOND = 10;

    private final float[] low;
    private final float[] high;
    private final SplittableRandom random;

    private FuzzedInputs(List<float[]> real, long seed) {
        low = real.getFirst().clone();
        high = low.clone();
        for (float[] row : real) {
            for (int i = 0; i < row.length; i++) {
                low[i] = Math.min(low[i], row[i]);
                high[i] = Math.max(high[i], row[i]);
            }
        }
        random = new SplittableRandom(seed);
    }

    /// @param real rows as they occur; at least one
    static List<float[]> rows(List<float[]> real, long seed) {
        FuzzedInputs inputs = new FuzzedInputs(real, seed);
        List<float[]> rows = new ArrayList<>();
        for (float extreme : EXTREMES) {
            inputs.addExtreme(extreme, rows);
        }
        for (int i = 0; i < RANDOM_ROWS; i++) {
            rows.add(inputs.within(1));
            rows.add(inputs.within(BEYOND));
            rows.add(inputs.anyBits());
            rows.add(inputs.anyExtremes());
        }
        return rows;
    }

    private void addExtreme(float extreme, List<float[]> rows) {
        float[] all = new float[low.length];
        Arrays.fill(all, extreme);
        rows.add(all);
        for (int i = 0; i < low.length; i++) {
            float[] row = within(1);
            row[i] = extreme;
            rows.add(row);
        }
    }

    /// Uniform in ranges that are `widths` times as wide as those of real rows, around the same middles.
    private float[] within(float widths) {
        float[] row = new float[low.length];
        for (int i = 0; i < row.length; i++) {
            float middle = low[i] / 2 + high[i] / 2;
            float reach = Math.max(high[i] / 2 - low[i] / 2, Float.MIN_NORMAL) * widths;
            row[i] = middle + (float) random.nextDouble(-1, 1) * reach;
        }
        return row;
    }

    private float[] anyBits() {
        float[] row = new float[low.length];
        for (int i = 0; i < row.length; i++) {
            float any = Float.intBitsToFloat(random.nextInt());
            row[i] = Float.isFinite(any) ? any : Math.copySign(Float.MAX_VALUE, any);
        }
        return row;
    }

    private float[] anyExtremes() {
        float[] row = new float[low.length];
        for (int i = 0; i < row.length; i++) {
            row[i] = EXTREMES[random.nextInt(EXTREMES.length)];
        }
        return row;
    }
}
