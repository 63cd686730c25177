package pakit.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.error.PakitException;
import pakit.ml.serving.ModelServer;
import pakit.ml.serving.Prediction;
import pakit.node.SteadyModels;

class InferenceTest {
    @TempDir
    private static Path modelDir;

    private static ModelServer models;
    private static Inference inference;

    @BeforeAll
    static void start() {
        models = new SteadyModels().start(modelDir, "1.0.0", "2.0.0");
        inference = new Inference(models, null, () -> true);
    }

    @AfterAll
    static void stop() {
        models.close();
    }

    @Test
    void bytesAreReadLittleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putFloat(1).putFloat(2).putFloat(3.5f).flip();

        Prediction answer = infer(InputTensor.raw("features", "FP32", new long[] {1, 3}, bytes));

        assertThat(answer.outputs()).containsExactly(1, 6.5f);
        assertThat(answer.rows()).isEqualTo(1);
    }

    @Test
    void bytesThatAreNoWholeValuesAreRefused() {
        InputTensor torn = InputTensor.raw("features", "FP32", new long[] {1, 3}, ByteBuffer.allocate(13));

        assertThatThrownBy(() -> infer(torn))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessage("input 'features' has 13 bytes of data, FP32 takes 4 for each value");
    }

    @Test
    void theDatatypeIsToldBeforeWhatFollowsFromIt() {
        InputTensor other = InputTensor.raw("features", "INT8", new long[] {1, 3}, ByteBuffer.allocate(3));

        assertThatThrownBy(() -> infer(other)).hasMessage("input 'features' has datatype INT8, expected FP32");
    }

    @Test
    void aBatchHasItsBound() {
        long[] largest = {Inference.ROWS_MAX, 3};
        assertThat(infer(tensor(largest)).rows()).isEqualTo(Inference.ROWS_MAX);

        long[] tooLarge = {Inference.ROWS_MAX + 1, 3};
        assertThatThrownBy(() -> infer(tensor(tooLarge)))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("has 65537 rows, expected at most 65536; send several requests");
    }

    @Test
    void valuesThatAreNotFiniteAreRefused() {
        InputTensor infinite =
                InputTensor.of("features", "FP32", new long[] {1, 3}, new float[] {1, Float.POSITIVE_INFINITY, 2});

        assertThatThrownBy(() -> infer(infinite))
                .isInstanceOf(PakitException.Invalid.class)
                .hasMessageContaining("must be finite, found Infinity");
    }

    private static InputTensor tensor(long[] shape) {
        return InputTensor.of("features", "FP32", shape, new float[(int) (shape[0] * shape[1])]);
    }

    private static Prediction infer(InputTensor tensor) {
        return inference.infer("steady", null, List.of(tensor), List.of());
    }
}
