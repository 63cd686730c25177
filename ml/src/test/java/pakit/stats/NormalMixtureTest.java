package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NormalMixtureTest {
    private static final double ALPHA = 0.05;

    /// Boundaries from confseq (gostevehoward/confseq, uniform_boundaries_unittest.cpp, MIT).
    @Test
    void boundariesAgreeWithPublishedFigures() {
        NormalMixture mixture = NormalMixture.tightestAt(100, ALPHA);
        assertThat(mixture.rho()).isCloseTo(12.60056, within(1e-5));
        assertThat(mixture.logEvidence(10, 100)).isCloseTo(-0.6510052, within(1e-6));
        assertThat(mixture.bound(100, ALPHA)).isCloseTo(30.35209, within(1e-5));
    }

    /// Computed from Johari, Pekelis and Walsh (arXiv:1512.04922): mSPRT with unit variance and mixture variance 0.01.
    @Test
    void pValuesAgreeWithTheMixtureSequentialProbabilityRatioTest() {
        NormalMixture mixture = new NormalMixture(1 / 0.01);
        assertThat(mixture.pValue(0.1, 2.0 / 100)).isEqualTo(1);
        assertThat(mixture.pValue(0.1, 2.0 / 1000)).isCloseTo(0.3049969206304482, within(1e-12));
        assertThat(mixture.pValue(0.05, 2.0 / 10000)).isCloseTo(0.015583569389671129, within(1e-12));
    }

    @Test
    void intervalExcludesZeroExactlyWhenThePValueIsSmall() {
        SplittableRandom random = new SplittableRandom(2);
        NormalMixture mixture = new NormalMixture(40);
        for (int i = 0; i < 10_000; i++) {
            double estimate = random.nextDouble(-2, 2);
            double variance = random.nextDouble(1e-4, 0.3);
            boolean excluded = !mixture.interval(estimate, variance, ALPHA).contains(0);
            assertThat(mixture.pValue(estimate, variance) < ALPHA).isEqualTo(excluded);
        }
    }

    @Test
    void withoutSpreadNothingIsKnown() {
        NormalMixture mixture = new NormalMixture(1);
        assertThat(mixture.interval(1, 0, ALPHA)).isEqualTo(Interval.ALL);
        assertThat(mixture.interval(1, Double.NaN, ALPHA)).isEqualTo(Interval.ALL);
        assertThat(mixture.pValue(1, 0)).isEqualTo(1);
    }

    /// What a request's figure may look like.
    enum Shape {
        BERNOULLI {
            @Override
            double draw(SplittableRandom random) {
                return random.nextDouble() < 0.05 ? 1 : 0;
            }

            @Override
            double mean() {
                return 0.05;
            }
        },
        LOG_NORMAL {
            @Override
            double draw(SplittableRandom random) {
                return Math.exp(random.nextGaussian());
            }

            @Override
            double mean() {
                return Math.exp(0.5);
            }
        },
        PARETO_3 {
            @Override
            double draw(SplittableRandom random) {
                return Math.pow(1 - random.nextDouble(), -1 / 3.0);
            }

            @Override
            double mean() {
                return 1.5;
            }
        };

        abstract double draw(SplittableRandom random);

        abstract double mean();
    }

    /// Two equal arms, a look after every 100 events: the sequence may cry wolf in at most 5 % of the experiments,
    /// while the t-test under the same peeking does so far more often. 2,000 runs have a standard error of half a
    /// point.
    @ParameterizedTest
    @EnumSource
    void peekingAtEqualArmsSeldomFindsADifference(Shape shape) {
        int runs = 2_000;
        int sequential = 0;
        int peekedWelch = 0;
        for (int run = 0; run < runs; run++) {
            Alarms alarms = peek(shape, new SplittableRandom(31 * run + shape.ordinal()));
            sequential += alarms.sequential ? 1 : 0;
            peekedWelch += alarms.welch ? 1 : 0;
        }
        assertThat(sequential).isLessThanOrEqualTo((int) (0.05 * runs));
        assertThat(peekedWelch).isGreaterThan((int) (0.15 * runs));
    }

    private record Alarms(boolean sequential, boolean welch) {}

    private static Alarms peek(Shape shape, SplittableRandom random) {
        NormalMixture mixture = null;
        Moments control = Moments.EMPTY;
        Moments treatment = Moments.EMPTY;
        boolean sequential = false;
        boolean welch = false;
        for (int events = 1; events <= 20_000; events++) {
            control = control.plus(shape.draw(random));
            treatment = treatment.plus(shape.draw(random));
            if (events % 100 == 0) {
                Welch now = Welch.difference(control, treatment);
                double variance = now.standardError() * now.standardError();
                if (mixture == null) {
                    mixture = NormalMixture.tightestAtVariance(variance * events / 20_000, ALPHA);
                }
                sequential |= mixture.pValue(now.effect(), variance) < ALPHA;
                welch |= now.pValue() < ALPHA;
            }
        }
        return new Alarms(sequential, welch);
    }
}
