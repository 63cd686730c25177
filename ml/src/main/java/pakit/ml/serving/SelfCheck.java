package pakit.ml.serving;

import pakit.error.PakitException;
import pakit.ml.models.PakitModel;

/// A freshly loaded version has to answer a few plain rows with finite numbers before it may serve. The same calls warm
/// it up.
final class SelfCheck {
    private static final float[] LEVELS = {0f, 1f, 0.5f, -1f};
    private static final int ROUNDS = 32;

    private SelfCheck() {}

    /// @throws PakitException.Corrupt naming the version and what it answered
    static void require(PakitModel model) {
        int width = model.schema().size();
        float[] rows = new float[LEVELS.length * width];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = LEVELS[i / width] / (1 + i % width);
        }
        float[] outputs = new float[LEVELS.length * model.outputs()];
        for (int round = 0; round < ROUNDS; round++) {
            answer(model, rows, outputs);
        }
    }

    private static void answer(PakitModel model, float[] rows, float[] outputs) {
        try {
            model.predict(LEVELS.length, rows, outputs);
        } catch (RuntimeException | LinkageError | AssertionError e) {
            throw new PakitException.Corrupt(model.manifest().title() + " failed its self-check: " + e, e);
        }
        for (int i = 0; i < outputs.length; i++) {
            if (!Float.isFinite(outputs[i])) {
                throw new PakitException.Corrupt(model.manifest().title() + " failed its self-check: output " + i
                        + " is " + outputs[i] + ", not a number");
            }
        }
    }
}
