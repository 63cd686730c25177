package pakit.ml.models;

import java.util.Arrays;
import java.util.List;

/// A model's answers to rows, each asked by itself. A row that it fails on, or answers with what is not finite, is
/// counted, and answered with zeros.
///
/// @param outputs one row per row asked
/// @param failed rows without a finite answer
/// @param firstFailure what was wrong with the first of them, or empty
record Answers(float[][] outputs, int failed, String firstFailure) {
    static Answers of(PakitModel model, List<float[]> rows) {
        float[][] outputs = new float[rows.size()][model.outputs()];
        int failed = 0;
        String firstFailure = "";
        for (int i = 0; i < outputs.length; i++) {
            String failure = ask(model, rows.get(i), outputs[i]);
            if (!failure.isEmpty()) {
                Arrays.fill(outputs[i], 0);
                firstFailure = failed++ == 0 ? failure : firstFailure;
            }
        }
        return new Answers(outputs, failed, firstFailure);
    }

    /// What went wrong, or empty.
    private static String ask(PakitModel model, float[] row, float[] output) {
        try {
            model.predict(1, row, output);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            return e.toString();
        }
        for (int i = 0; i < output.length; i++) {
            if (!Float.isFinite(output[i])) {
                return "output " + i + " is " + output[i];
            }
        }
        return "";
    }
}
