package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class OffPolicyTest {
    private static final double[] PROPENSITIES = {0.7, 0.2, 0.1};

    @Test
    void estimatesAreTheFormulasOfTheirPapers() {
        OffPolicy sums = OffPolicy.EMPTY
                .plus(new OffPolicy.Unit(2, 10, 9, 9))
                .plus(new OffPolicy.Unit(0, 99, 50, 7))
                .plus(new OffPolicy.Unit(4, 5, 6, 6));
        assertThat(sums.ips().value()).isCloseTo((20 + 20) / 3.0, within(1e-12));
        assertThat(sums.snips().value()).isCloseTo((20 + 20) / 6.0, within(1e-12));
        assertThat(sums.doublyRobust().value()).isCloseTo((9 + 2 + 7 + 6 - 4) / 3.0, within(1e-12));
        assertThat(sums.support().value()).isCloseTo(2, within(1e-12));
        assertThat(sums.effectiveSampleSize()).isCloseTo(36.0 / 20, within(1e-12));
        assertThat(sums.units()).isEqualTo(3);
    }

    @Test
    void withoutUnitsOrAgreementNothingIsKnown() {
        assertThat(OffPolicy.EMPTY.ips().interval(0.05)).isEqualTo(Interval.ALL);
        OffPolicy apart = OffPolicy.EMPTY.plus(new OffPolicy.Unit(0, 1, 1, 1)).plus(new OffPolicy.Unit(0, 2, 1, 1));
        assertThat(apart.snips().interval(0.05)).isEqualTo(Interval.ALL);
        assertThat(apart.effectiveSampleSize()).isZero();
        assertThatThrownBy(() -> new OffPolicy.Unit(Double.NaN, 1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    /// A candidate that does, on every unit, what the logging policy does once in ten to seven times in ten.
    @Test
    void intervalsCoverTheTruth() {
        List<Function<OffPolicy, Estimate>> estimators =
                List.of(OffPolicy::ips, OffPolicy::snips, OffPolicy::doublyRobust, OffPolicy::support);
        int runs = 600;
        int[] covered = new int[estimators.size()];
        double[] widths = new double[estimators.size()];
        SplittableRandom random = new SplittableRandom(17);
        for (int run = 0; run < runs; run++) {
            OffPolicy sums = logged(random, 1500);
            for (int i = 0; i < covered.length; i++) {
                Interval interval = estimators.get(i).apply(sums).interval(0.05);
                double truth = i == 3 ? 1 : meanOfCandidate();
                covered[i] += interval.contains(truth) ? 1 : 0;
                widths[i] += interval.width();
            }
        }
        for (int covering : covered) {
            assertThat((double) covering / runs).isBetween(0.93, 0.98);
        }
        assertThat(widths[1]).isLessThan(widths[0]);
        assertThat(widths[2]).isLessThan(widths[1]);
    }

    /// Units have a size, actions a factor on it; the model foretells the outcome but for noise.
    private static OffPolicy logged(SplittableRandom random, int units) {
        OffPolicy sums = OffPolicy.EMPTY;
        for (int i = 0; i < units; i++) {
            double size = Math.exp(0.5 * random.nextGaussian());
            int wanted = size > 1 ? 1 : 2;
            double draw = random.nextDouble();
            int done = draw < PROPENSITIES[0] ? 0 : draw < PROPENSITIES[0] + PROPENSITIES[1] ? 1 : 2;
            double outcome = size * factor(done) * (1 + 0.2 * (random.nextDouble() - 0.5));
            double weight = done == wanted ? 1 / PROPENSITIES[done] : 0;
            sums = sums.plus(new OffPolicy.Unit(weight, outcome, size * factor(done), size * factor(wanted)));
        }
        return sums;
    }

    private static double factor(int action) {
        return 1 - 0.2 * action;
    }

    /// `E[size·factor]` of log-normal sizes: the part above the median is `e^(σ²/2)·Φ(σ)`, the rest `e^(σ²/2)·Φ(−σ)`.
    private static double meanOfCandidate() {
        double mean = Math.exp(0.125);
        double above = 0.691462461274013; // Φ(0.5)
        return mean * (above * factor(1) + (1 - above) * factor(2));
    }
}
