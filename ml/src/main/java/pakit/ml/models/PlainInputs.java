package pakit.ml.models;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Inputs for a model of which only the width is known: constant rows and normal ones, of all magnitudes that a feature
/// may be expected to have. Numbers near the end of their range are left out, other than where Pakit knows the model:
/// most sound networks overflow there.
final class PlainInputs {
    private static final float[] LEVELS = {
        0f, -0f, 1f, -1f, 0.5f, -0.5f, 1e-30f, 1e-6f, 10f, -10f, 255f, 1e3f, -1e3f, 1e6f, -1e6f
    };
    private static final double[] SCALES = {0.01, 1, 100};
    private static final int NORMAL_ROWS = 500;
    private static final long FLOATS_MAX = 4 << 20;
    private static final long SEED = 1;
    private static final int REVISION = 1;

    private PlainInputs() {}

    /// Of the model that a manifest declares.
    static References.Named named(Manifest manifest) {
        int width = manifest.inputs().getFirst().width();
        return new References.Named(
                "inputs-" + REVISION + "-" + width,
                () -> new Reference.Inputs(rows(width, new SplittableRandom(SEED))));
    }

    private static List<float[]> rows(int width, SplittableRandom random) {
        List<float[]> rows = new ArrayList<>();
        for (float level : LEVELS) {
            float[] row = new float[width];
            Arrays.fill(row, level);
            rows.add(row);
        }
        long normal = Math.clamp(FLOATS_MAX / width, SCALES.length, NORMAL_ROWS);
        for (int i = 0; i < normal; i++) {
            float[] row = new float[width];
            for (int j = 0; j < width; j++) {
                row[j] = (float) (random.nextGaussian() * SCALES[i % SCALES.length]);
            }
            rows.add(row);
        }
        return rows;
    }
}
