package pakit.training;

import java.util.Arrays;

/// Features cut into at most 255 parts each, so that a tree is grown over bytes. A cut lies halfway between two
/// neighbouring values that occur: a threshold there sends all training rows where their byte said.
///
/// @param cuts per feature, ascending
/// @param columns per feature, per row: how many cuts are less than the value
record Bins(float[][] cuts, byte[][] columns) {
    static final int CUTS_MAX = 254;

    static Bins of(float[][] rows, int cutsMax) {
        int width = rows[0].length;
        float[][] cuts = new float[width][];
        byte[][] columns = new byte[width][rows.length];
        for (int feature = 0; feature < width; feature++) {
            float[] sorted = new float[rows.length];
            for (int row = 0; row < rows.length; row++) {
                sorted[row] = rows[row][feature];
            }
            Arrays.sort(sorted);
            cuts[feature] = cuts(sorted, Math.min(cutsMax, CUTS_MAX));
            for (int row = 0; row < rows.length; row++) {
                columns[feature][row] = (byte) below(cuts[feature], rows[row][feature]);
            }
        }
        return new Bins(cuts, columns);
    }

    /// At most `most` of them, with about as many rows between them.
    private static float[] cuts(float[] sorted, int most) {
        float[] cuts = new float[most];
        int found = 0;
        int last = 0;
        for (int i = 1; i < sorted.length && found < most; i++) {
            boolean wide = (long) (i - last) * (most + 1) >= sorted.length;
            if (wide && sorted[i] > sorted[i - 1]) {
                float middle = sorted[i - 1] + (sorted[i] - sorted[i - 1]) / 2;
                cuts[found++] = middle < sorted[i] ? middle : sorted[i - 1];
                last = i;
            }
        }
        return Arrays.copyOf(cuts, found);
    }

    private static int below(float[] cuts, float value) {
        int found = Arrays.binarySearch(cuts, value);
        return found < 0 ? -found - 1 : found;
    }
}
