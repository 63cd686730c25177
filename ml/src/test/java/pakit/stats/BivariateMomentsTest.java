package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BivariateMomentsTest {
    /// GrowthBook (growthbook/growthbook, packages/stats/tests, MIT).
    @Test
    void thetaAgreesWithThePublishedFigure() {
        double[] before = {0.3, 0.5, 0.9, 22};
        double[] after = {2, 1, 5, 3};
        BivariateMoments moments = BivariateMoments.EMPTY;
        for (int i = 0; i < before.length; i++) {
            moments = moments.plus(after[i], before[i]);
        }
        assertThat(moments.theta()).isCloseTo(0.01864, within(5e-6));
    }

    @Test
    void mergingPartsIsAddingAll() {
        SplittableRandom random = new SplittableRandom(3);
        BivariateMoments all = BivariateMoments.EMPTY;
        BivariateMoments first = BivariateMoments.EMPTY;
        BivariateMoments second = BivariateMoments.EMPTY;
        for (int i = 0; i < 1000; i++) {
            double x = random.nextGaussian();
            double y = x + random.nextGaussian();
            all = all.plus(x, y);
            first = i % 3 == 0 ? first.plus(x, y) : first;
            second = i % 3 == 0 ? second : second.plus(x, y);
        }
        BivariateMoments merged = first.plus(second);
        assertThat(merged.codeviations()).isCloseTo(all.codeviations(), within(1e-9));
        assertThat(merged.squaredY()).isCloseTo(all.squaredY(), within(1e-9));
        assertThat(merged.meanX()).isCloseTo(all.meanX(), within(1e-12));
    }

    /// Users send one to thirty events, and each has a level of its own. The variance by events is far too small; by
    /// users it is the one that repeated experiments show.
    @Test
    void ratiosHaveTheVarianceThatRepetitionShows() {
        int runs = 600;
        Moments ratios = Moments.EMPTY;
        double claimed = 0;
        double claimedByEvents = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            BivariateMoments users = BivariateMoments.EMPTY;
            Moments events = Moments.EMPTY;
            for (int user = 0; user < 300; user++) {
                double level = Math.exp(random.nextGaussian());
                int count = 1 + random.nextInt(30);
                double total = 0;
                for (int event = 0; event < count; event++) {
                    double value = level + random.nextGaussian();
                    events = events.plus(value);
                    total += value;
                }
                users = users.plus(total, count);
            }
            ratios = ratios.plus(users.ratio().value());
            claimed += users.ratio().variance() / runs;
            claimedByEvents += events.meanVariance() / runs;
        }
        assertThat(claimed / ratios.variance()).isBetween(0.8, 1.2); // 600 runs: standard error 6 %
        assertThat(claimedByEvents / ratios.variance()).isLessThan(0.2);
    }

    @Test
    void whatWasForetoldIsTakenOff() {
        int runs = 400;
        Moments plain = Moments.EMPTY;
        Moments adjusted = Moments.EMPTY;
        double claimed = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(77 + run);
            BivariateMoments control = arm(random, 0);
            BivariateMoments treatment = arm(random, 0.1);
            BivariateMoments both = control.plus(treatment);
            Estimate effect =
                    treatment.adjusted(both.theta(), both.meanY()).minus(control.adjusted(both.theta(), both.meanY()));
            plain = plain.plus(treatment.meanX() - control.meanX());
            adjusted = adjusted.plus(effect.value());
            claimed += effect.variance() / runs;
        }
        assertThat(adjusted.mean()).isCloseTo(0.1, within(0.02));
        assertThat(adjusted.variance()).isLessThan(plain.variance() / 3);
        assertThat(claimed / adjusted.variance()).isBetween(0.75, 1.25);
    }

    /// Values that follow what was known before with a correlation of 0.89: a fifth of the variance is left.
    private static BivariateMoments arm(SplittableRandom random, double effect) {
        BivariateMoments arm = BivariateMoments.EMPTY;
        for (int i = 0; i < 200; i++) {
            double before = random.nextGaussian();
            arm = arm.plus(effect + 2 * before + random.nextGaussian(), before);
        }
        return arm;
    }

    @Test
    void aRatioNeedsADenominator() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BivariateMoments.EMPTY.plus(1, 0).plus(2, 0).ratio());
    }
}
