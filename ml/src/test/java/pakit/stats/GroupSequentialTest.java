package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import pakit.stats.GroupSequential.Spending;

class GroupSequentialTest {
    private static final double[] FIVE = {0.2, 0.4, 0.6, 0.8, 1};

    /// Two-sided bounds for five equal looks at 5 %, as the program of Reboussin, DeMets, Kim and Lan (Controlled
    /// Clinical Trials 2000) and its descendants print them.
    @Test
    void boundsAgreeWithPublishedFigures() {
        double[] obrien = GroupSequential.bounds(FIVE, 0.05, Spending.OBRIEN_FLEMING);
        assertThat(obrien).containsExactly(new double[] {4.8769, 3.3569, 2.6803, 2.2898, 2.0310}, within(1.5e-4));
        double[] pocock = GroupSequential.bounds(FIVE, 0.05, Spending.POCOCK);
        assertThat(pocock).containsExactly(new double[] {2.4380, 2.4268, 2.4101, 2.3966, 2.3859}, within(1.5e-4));
    }

    @Test
    void aSingleLookIsTheFixedTest() {
        assertThat(GroupSequential.bounds(new double[] {1}, 0.05, Spending.POCOCK))
                .containsExactly(new double[] {1.959964}, within(1e-5));
    }

    @Test
    void equalArmsCrossAsOftenAsTheErrorRateSays() {
        double[] bounds = GroupSequential.bounds(FIVE, 0.05, Spending.POCOCK);
        SplittableRandom random = new SplittableRandom(11);
        int runs = 20_000;
        int crossed = 0;
        for (int run = 0; run < runs; run++) {
            double walk = 0;
            boolean cross = false;
            for (int look = 0; look < FIVE.length; look++) {
                walk += random.nextGaussian() * Math.sqrt(0.2);
                cross |= Math.abs(walk) > bounds[look] * Math.sqrt(FIVE[look]);
            }
            crossed += cross ? 1 : 0;
        }
        assertThat((double) crossed / runs).isCloseTo(0.05, within(0.005)); // standard error 0.0015
    }

    @Test
    void looksOutOfOrderAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupSequential.bounds(new double[] {0.5, 0.4}, 0.05, Spending.POCOCK))
                .withMessageContaining("[0.5, 0.4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroupSequential.bounds(new double[] {1.1}, 0.05, Spending.POCOCK));
    }
}
