package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class QuantileShiftTest {
    private static final double[] ALPHAS = {0.5, 0.2, 0.05, 0.01, 1e-4};

    /// The p-value is below an error rate just where the interval of that error rate leaves out 0.
    @Test
    void pValueAndIntervalsSayTheSame() {
        for (int i = 0; i <= 10; i++) {
            QuantileShift shift = medians(4_000, i * 0.01);
            for (double alpha : ALPHAS) {
                assertThat(shift.pValue() < alpha)
                        .as("slower by " + i + " %, alpha " + alpha)
                        .isEqualTo(!shift.interval(alpha).contains(0));
            }
        }
    }

    @Test
    void aShiftThatIsThereIsFoundAndItsSizeCovered() {
        QuantileShift shift = medians(20_000, 0.5);
        assertThat(shift.pValue()).isLessThan(1e-6);
        assertThat(shift.interval(0.05).contains(0.5)).isTrue();
    }

    @Test
    void withoutValuesNothingIsKnown() {
        QuantileShift.Sample none = new QuantileShift.Sample(0, rank -> Double.NaN);
        QuantileShift shift = new QuantileShift(0.95, none, none);
        assertThat(shift.interval(0.05)).isEqualTo(Interval.ALL);
        assertThat(shift.pValue()).isEqualTo(1);
    }

    /// Of values around 1 and around `1 + slower`.
    private static QuantileShift medians(int values, double slower) {
        SplittableRandom random = new SplittableRandom(values);
        return new QuantileShift(0.5, sample(random, values, 1), sample(random, values, 1 + slower));
    }

    private static QuantileShift.Sample sample(SplittableRandom random, int values, double middle) {
        double[] sorted =
                random.doubles(values).map(x -> middle + (x - 0.5) / 5).sorted().toArray();
        return new QuantileShift.Sample(values, rank -> sorted[(int) rank - 1]);
    }
}
