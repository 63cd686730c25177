package pakit.ml.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import pakit.error.PakitException;
import pakit.ml.feature.CompressionFeatures;

class CompressionPredictorTest {
    private static final int INPUTS = CompressionFeatures.schema().size();

    @Test
    void tensorsOfTheManifestMustBeThoseOfThePayload() {
        ModelArtifact good = Networks.silent("1.0.0");
        assertRefused(Networks.withTensors(good, List.of(), good.manifest().outputs()), "declares inputs []");
        assertRefused(
                Networks.withTensors(
                        good, good.manifest().inputs(), good.manifest().inputs()),
                "declares outputs");
        assertRefused(
                Networks.withTensors(
                        good,
                        List.of(new TensorSpec("features", "FP32", List.of(1L, (long) INPUTS))),
                        good.manifest().outputs()),
                "shape [-1, " + INPUTS + "]");
    }

    @Test
    void inputsFarOutAreAnsweredWithNumbers() {
        try (CompressionPredictor model = CompressionPredictor.load(Networks.random("1.0.0", 1))) {
            float[] out = new float[model.outputs()];
            for (float far : new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, 1e37f}) {
                float[] row = new float[INPUTS];
                Arrays.fill(row, far);
                model.predict(1, row, out);
                for (float gain : out) {
                    assertThat(gain).isFinite();
                }
            }
        }
    }

    /// An answer does not depend on which other rows are asked along with it.
    @Test
    void rowsBesideOneFarOutAreAnsweredAsAlone() {
        try (CompressionPredictor model = CompressionPredictor.load(Networks.random("1.0.0", 2))) {
            float[] rows = new float[3 * INPUTS];
            Arrays.fill(rows, 0, INPUTS, 0.5f);
            Arrays.fill(rows, INPUTS, 2 * INPUTS, Float.MAX_VALUE);
            Arrays.fill(rows, 2 * INPUTS, 3 * INPUTS, 1e9f);
            float[] together = new float[3 * model.outputs()];
            model.predict(3, rows, together);

            for (int row = 0; row < 3; row++) {
                float[] alone = new float[model.outputs()];
                model.predict(1, Arrays.copyOfRange(rows, row * INPUTS, (row + 1) * INPUTS), alone);
                assertThat(Arrays.copyOfRange(together, row * model.outputs(), (row + 1) * model.outputs()))
                        .containsExactly(alone);
            }
        }
    }

    private static void assertRefused(ModelArtifact artifact, String message) {
        assertThatExceptionOfType(PakitException.Corrupt.class)
                .isThrownBy(() -> CompressionPredictor.load(artifact))
                .withMessageContaining("compression_predictor v1.0.0")
                .withMessageContaining(message);
    }
}
