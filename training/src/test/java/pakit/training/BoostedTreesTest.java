package pakit.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.ml.tensor.Tree;

class BoostedTreesTest {
    private static final TreeSettings SETTINGS = new TreeSettings(60, 5, 3, 0.3f, 5, 1, 64);

    @Test
    void stepsAndProductsAreLearned() {
        BoostedTrees.Boosted boosted = new BoostedTrees(samples(2000, 1), SETTINGS).fit(0, samples(400, 2));

        assertThat(boosted.losses().get(boosted.best()))
                .isLessThan(0.1 * boosted.losses().getFirst());
        assertThat(boosted.kept()).hasSize(boosted.best());
    }

    @Test
    void noiseIsNotLearned() {
        SplittableRandom random = new SplittableRandom(9);
        Samples noise = samples(300, 3);
        Samples held = samples(300, 4);
        for (int i = 0; i < 300; i++) {
            noise.targets()[i][0] = (float) random.nextDouble() - 0.5f;
            held.targets()[i][0] = (float) random.nextDouble() - 0.5f;
        }

        BoostedTrees.Boosted boosted = new BoostedTrees(noise, SETTINGS).fit(0, held);

        assertThat(boosted.trees().size()).isLessThan(SETTINGS.trees());
    }

    @Test
    void sameSamplesGiveTheSameTrees() {
        List<Tree> first = new BoostedTrees(samples(300, 1), SETTINGS).fit(0, 4);
        List<Tree> second = new BoostedTrees(samples(300, 1), SETTINGS).fit(0, 4);

        assertThat(second).usingRecursiveComparison().isEqualTo(first);
    }

    @Test
    void aColumnThatNeverChangesIsNoCut() {
        Samples samples = samples(100, 1);
        for (float[] row : samples.inputs()) {
            row[0] = 7;
        }

        assertThat(Bins.of(samples.inputs(), 64).cuts()[0]).isEmpty();
        assertThat(new BoostedTrees(samples, SETTINGS).fit(0, 2)).hasSize(2);
    }

    @Test
    void bytesSayOnWhichSideOfEveryCutAValueLies() {
        float[][] rows = samples(500, 5).inputs();
        Bins bins = Bins.of(rows, 254);
        for (int row = 0; row < rows.length; row++) {
            for (int cut = 0; cut < bins.cuts()[1].length; cut++) {
                boolean right = (bins.columns()[1][row] & 0xff) > cut;
                assertThat(right).isEqualTo(rows[row][1] > bins.cuts()[1][cut]);
            }
        }
    }

    private static Samples samples(int rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] inputs = new float[rows][3];
        float[][] targets = new float[rows][1];
        float[] weights = new float[rows];
        for (int i = 0; i < rows; i++) {
            for (int feature = 0; feature < 3; feature++) {
                inputs[i][feature] = (float) random.nextDouble(-1, 1);
            }
            targets[i][0] = (inputs[i][0] > 0.2 ? 1 : 0) + inputs[i][1] * inputs[i][2];
            weights[i] = 1;
        }
        return new Samples(inputs, targets, weights);
    }
}
