package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LinearFitTest {
    @Test
    void findsThePlaneThatDataLieOn() {
        Weights fitted = LinearFit.fit(plane(400));

        assertThat(fitted.matrices()[0][0][0]).isCloseTo(2, within(0.02f));
        assertThat(fitted.matrices()[0][0][1]).isCloseTo(-3, within(0.02f));
        assertThat(fitted.biases()[0][0]).isCloseTo(0.5f, within(0.02f));
    }

    @Test
    void rowsOfNoWeightDoNotCount() {
        Samples samples = plane(400);
        for (int i = 0; i < 100; i++) {
            samples.targets()[i][0] = 1_000;
            samples.weights()[i] = 0;
        }

        assertThat(LinearFit.fit(samples).biases()[0][0]).isCloseTo(0.5f, within(0.02f));
    }

    private static Samples plane(int rows) {
        SplittableRandom random = new SplittableRandom(6);
        float[][] inputs = new float[rows][2];
        float[][] targets = new float[rows][1];
        float[] weights = new float[rows];
        for (int i = 0; i < rows; i++) {
            inputs[i][0] = (float) random.nextDouble(-2, 2);
            inputs[i][1] = (float) random.nextDouble(-2, 2);
            targets[i][0] = 2 * inputs[i][0] - 3 * inputs[i][1] + 0.5f;
            weights[i] = 1;
        }
        return new Samples(inputs, targets, weights);
    }
}
