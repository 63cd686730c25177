package pakit.training.torch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.training.FitSettings;
import pakit.training.NeuralFit;
import pakit.training.Samples;
import pakit.training.Weights;

class TorchFitTest {
    private static final FitSettings QUICK = new FitSettings(List.of(8), 1e-2f, 64, 1f, 60, 20, 7);

    @Test
    void learnsWhatALineCannotSay() {
        Weights fitted = new TorchFit().fit(samples(1, 600), samples(2, 200), QUICK, (pass, trained, held) -> true);

        double off = meanError(fitted, samples(3, 500));

        assertThat(off).isLessThan(0.1); // the best constant is off by 0.25
    }

    @Test
    void sameSamplesAndSeedGiveTheSameBits() {
        Weights first = new TorchFit().fit(samples(1, 300), samples(2, 100), QUICK, (pass, trained, held) -> true);
        Weights second = new TorchFit().fit(samples(1, 300), samples(2, 100), QUICK, (pass, trained, held) -> true);

        assertThat(second.network().toOnnx("features", "gains"))
                .isEqualTo(first.network().toOnnx("features", "gains"));
    }

    @Test
    void anotherSeedGivesAnotherNetwork() {
        FitSettings other = new FitSettings(List.of(8), 1e-2f, 64, 1f, 60, 20, 8);

        Weights first = new TorchFit().fit(samples(1, 300), samples(2, 100), QUICK, (pass, trained, held) -> true);
        Weights second = new TorchFit().fit(samples(1, 300), samples(2, 100), other, (pass, trained, held) -> true);

        assertThat(second.biases()[0]).isNotEqualTo(first.biases()[0]);
    }

    @Test
    void stopsWhenValidationNoLongerImproves() {
        int[] passes = new int[1];
        FitSettings impatient = new FitSettings(List.of(4), 0.1f, 64, 1f, 10_000, 3, 7);

        new TorchFit().fit(samples(1, 200), samples(2, 50), impatient, (pass, trained, held) -> {
            passes[0] = pass;
            return true;
        });

        assertThat(passes[0]).isLessThan(1_000);
    }

    @Test
    void trainingFindsItAndItEndsWhenItIsTold() {
        int[] passes = new int[1];

        NeuralFit.installed().fit(samples(1, 200), samples(2, 50), QUICK, (pass, trained, held) -> {
            passes[0] = pass;
            assertThat(trained).isPositive();
            return pass < 2;
        });

        assertThat(passes[0]).isEqualTo(2);
    }

    private static double meanError(Weights weights, Samples samples) {
        float[] out = new float[1];
        double sum = 0;
        for (int i = 0; i < samples.size(); i++) {
            weights.network().forward(1, samples.inputs()[i], out);
            sum += Math.abs(out[0] - samples.targets()[i][0]);
        }
        return sum / samples.size();
    }

    /// The distance from zero.
    private static Samples samples(long seed, int rows) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] inputs = new float[rows][2];
        float[][] targets = new float[rows][1];
        float[] weights = new float[rows];
        for (int i = 0; i < rows; i++) {
            inputs[i][0] = (float) random.nextDouble(-1, 1);
            inputs[i][1] = (float) random.nextDouble(-1, 1);
            targets[i][0] = Math.abs(inputs[i][0]);
            weights[i] = 1;
        }
        return new Samples(inputs, targets, weights);
    }
}
