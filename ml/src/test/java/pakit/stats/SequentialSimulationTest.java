package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import pakit.stats.NormalMixtureTest.Shape;

/// What the sequential tests promise, by simulation: coverage at all looks, one after every 100 events, few false
/// alarms, and a stopping time close to that of the fixed test.
class SequentialSimulationTest {
    private static final int RUNS = 2_000;
    private static final int EVENTS = 20_000;
    private static final int LOOK = 100;
    private static final double ALPHA = 0.05;

    /// How often a binomial of these runs may exceed its 5 % by chance (one-sided 99.9 %).
    private static final double ALLOWED = ALPHA * RUNS + 3.1 * Math.sqrt(ALPHA * (1 - ALPHA) * RUNS);

    @ParameterizedTest
    @EnumSource
    void sequencesCoverTheDifferenceAtAllLooks(Shape shape) {
        int missed = 0;
        for (int run = 0; run < RUNS; run++) {
            missed += covers(shape, new SplittableRandom(977L * run + shape.ordinal())) ? 0 : 1;
        }
        assertThat(missed).isLessThanOrEqualTo((int) ALLOWED);
    }

    /// Treatment takes 10 % longer, so there is a difference to cover.
    private static boolean covers(Shape shape, SplittableRandom random) {
        double truth = 0.1 * shape.mean();
        NormalMixture mixture = null;
        Moments control = Moments.EMPTY;
        Moments treatment = Moments.EMPTY;
        for (int event = 1; event <= EVENTS; event++) {
            control = control.plus(shape.draw(random));
            treatment = treatment.plus(1.1 * shape.draw(random));
            if (event % LOOK == 0) {
                Estimate effect = Estimate.mean(treatment).minus(Estimate.mean(control));
                if (mixture == null && effect.variance() > 0) {
                    mixture = NormalMixture.tightestAtVariance(effect.variance() * event / EVENTS, ALPHA);
                }
                if (mixture != null
                        && !mixture.interval(effect.value(), effect.variance(), ALPHA)
                                .contains(truth)) {
                    return false;
                }
            }
        }
        return true;
    }

    /// The fixed test that finds this effect with 80 % power needs `planned` values an arm; the sequence, looked at
    /// every 100, stops at a median of at most 1.15 times that.
    @Test
    void theMedianStopIsCloseToTheFixedTest() {
        double effect = 0.1;
        long planned = SamplePlan.USUAL.valuesPerArm(effect, 1);
        NormalMixture mixture = SamplePlan.USUAL.mixture(effect);
        int runs = RUNS;
        double[] stops = new double[runs];
        for (int run = 0; run < runs; run++) {
            stops[run] = stop(mixture, effect, new SplittableRandom(13L * run + 5), 10 * planned);
        }
        Arrays.sort(stops);
        assertThat(stops[runs / 2] / planned).isBetween(0.5, 1.15);
    }

    private static double stop(NormalMixture mixture, double effect, SplittableRandom random, long eventsMax) {
        Moments control = Moments.EMPTY;
        Moments treatment = Moments.EMPTY;
        for (int event = 1; event <= eventsMax; event++) {
            control = control.plus(random.nextGaussian());
            treatment = treatment.plus(effect + random.nextGaussian());
            if (event % LOOK == 0) {
                Estimate found = Estimate.mean(treatment).minus(Estimate.mean(control));
                if (mixture.pValue(found.value(), found.variance()) < ALPHA) {
                    return event;
                }
            }
        }
        return eventsMax;
    }

    /// Two equal arms of log-normal latencies, their 95 % quantiles compared at every look.
    @Test
    void quantilesOfEqualArmsSeldomDiffer() {
        int alarms = 0;
        int runs = RUNS / 10;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(41L * run);
            double[] control = new double[EVENTS];
            double[] treatment = new double[EVENTS];
            boolean alarm = false;
            for (int event = 0; event < EVENTS; event++) {
                control[event] = Shape.LOG_NORMAL.draw(random);
                treatment[event] = Shape.LOG_NORMAL.draw(random);
                if ((event + 1) % (EVENTS / 10) == 0) {
                    QuantileShift shift =
                            new QuantileShift(0.95, sample(control, event + 1), sample(treatment, event + 1));
                    alarm |= !shift.interval(ALPHA).contains(0);
                }
            }
            alarms += alarm ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo((int) (ALPHA * runs));
    }

    private static QuantileShift.Sample sample(double[] values, int count) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return new QuantileShift.Sample(count, rank -> sorted[(int) rank - 1]);
    }
}
