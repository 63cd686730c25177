package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.ml.tensor.Bfloat16;

class WeightsTest {
    private final SplittableRandom random = new SplittableRandom(4);

    @Test
    void unscaledWeightsTakeAndGiveRawColumns() {
        Weights weights = new Weights(
                new float[][][] {matrix(5, 3), matrix(2, 5)}, new float[][] {matrix(1, 5)[0], matrix(1, 2)[0]});
        Scaling inputs = new Scaling(new float[] {100, -3, 0.5f}, new float[] {20, 0.1f, 1});
        Scaling outputs = new Scaling(new float[] {7, -1}, new float[] {3, 0.01f});
        float[][] raw = {{90, -2.9f, 0.3f}};

        float[] scaled = new float[2];
        weights.network().forward(1, inputs.apply(raw)[0], scaled);
        float[] direct = new float[2];
        Weights unscaled = weights.unscaled(inputs, outputs);
        unscaled.network().forward(1, raw[0], direct);

        for (int out = 0; out < 2; out++) {
            float spread = outputs.spread()[out];
            assertThat(direct[out]).isCloseTo(scaled[out] * spread + outputs.mean()[out], within(0.02f * spread));
        }
        for (float[][] matrix : unscaled.matrices()) {
            for (float[] row : matrix) {
                for (float weight : row) {
                    assertThat(Bfloat16.nearest(weight)).isEqualTo(weight);
                }
            }
        }
    }

    @Test
    void constantsAndShiftsTouchOneOutput() {
        Weights weights = new Weights(new float[][][] {matrix(3, 2)}, new float[][] {{1, 2, 3}});
        float[] in = {0.3f, -0.7f};
        float[] before = new float[3];
        weights.network().forward(1, in, before);

        float[] after = new float[3];
        weights.withConstant(0, -1).withShift(2, 0.5f).network().forward(1, in, after);

        assertThat(after[0]).isEqualTo(-1);
        assertThat(after[1]).isEqualTo(before[1]);
        assertThat(after[2]).isCloseTo(before[2] + 0.5f, within(1e-6f));
    }

    private float[][] matrix(int rows, int columns) {
        float[][] matrix = new float[rows][columns];
        for (float[] row : matrix) {
            for (int i = 0; i < columns; i++) {
                row[i] = (float) random.nextDouble(-1, 1);
            }
        }
        return matrix;
    }
}
