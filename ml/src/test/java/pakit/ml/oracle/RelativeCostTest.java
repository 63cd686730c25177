package pakit.ml.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class RelativeCostTest {
    private final RelativeCost regret = RelativeCost.regret();

    @Test
    void totalsCountAndNotTheMeanOfRatios() {
        for (int i = 0; i < 500; i++) {
            regret.add(20, 10);
            regret.add(1010, 1000);
        }
        RelativeCost.Figure now = Objects.requireNonNull(regret.now());
        assertThat(now.percent()).isCloseTo(100.0 * 20 / 1010, within(1e-9));
        assertThat(now.samples()).isEqualTo(1000);
        assertThat(now.interval().contains(now.percent())).isTrue();
    }

    @Test
    void nothingIsSaidOnFewBlocks() {
        for (int i = 1; i < RelativeCost.SAMPLES_MIN; i++) {
            regret.add(2, 1);
            assertThat(regret.now()).isNull();
        }
        regret.add(3, 1);
        assertThat(regret.now()).isNotNull();
    }

    @Test
    void whatWasLongAgoIsForgotten() {
        for (int i = 0; i < RelativeCost.SAMPLES_MAX; i++) {
            regret.add(10 + i % 2, 10);
        }
        for (int i = 0; i < RelativeCost.SAMPLES_MIN; i++) {
            regret.add(20 + i % 2, 10);
        }
        assertThat(Objects.requireNonNull(regret.now()).percent()).isCloseTo(105, within(1e-9));
    }

    @Test
    void whatCostsLessIsNegativeUnlessNothingCanCostLess() {
        RelativeCost beside = RelativeCost.beside(RelativeCost.SAMPLES_MAX);
        for (int i = 0; i < RelativeCost.SAMPLES_MIN; i++) {
            beside.add(8 + i % 3, 10);
            regret.add(10 + i % 3, 10);
        }
        RelativeCost.Figure saved = Objects.requireNonNull(beside.now());
        assertThat(saved.percent()).isCloseTo(-10, within(1e-9));
        assertThat(saved.interval().high()).isNegative();
        assertThat(saved.interval().low()).isBetween(-20.0, -10.0);
        assertThat(Objects.requireNonNull(regret.now()).interval().low()).isNotNegative();
    }

    /// Looked at after every block, over blocks whose costs are log-normal and mostly decided well, in 400 sequences.
    @Test
    void intervalCoversTheTruthAtAllTimesAtOnce() {
        SplittableRandom random = new SplittableRandom(11);
        int sequences = 400;
        int missed = 0;
        for (int sequence = 0; sequence < sequences; sequence++) {
            missed += misses(random) ? 1 : 0;
        }
        assertThat((double) missed / sequences).isLessThanOrEqualTo(0.05);
    }

    private static boolean misses(RandomGenerator random) {
        RelativeCost regret = RelativeCost.regret();
        for (int i = 0; i < 2000; i++) {
            double cheapest = Math.exp(0.7 * random.nextGaussian());
            double lost = random.nextDouble() < 0.3 ? 0.5 * random.nextDouble() : 0;
            regret.add(cheapest * (1 + lost), cheapest);
            RelativeCost.Figure now = regret.now();
            if (now != null && !now.interval().contains(7.5)) { // 100 · 0.3 · 0.25
                return true;
            }
        }
        return false;
    }
}
