package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LogHistogramTest {
    @Test
    void quantilesAreWithinOnePercent() {
        SplittableRandom random = new SplittableRandom(8);
        double[] values = random.doubles(20_000).map(u -> Math.exp(20 * u - 10)).toArray();
        LogHistogram histogram = new LogHistogram();
        Arrays.stream(values).forEach(histogram::add);
        Arrays.sort(values);
        for (int rank = 1; rank <= values.length; rank += 7) {
            double exact = values[rank - 1];
            assertThat(histogram.valueAtRank(rank))
                    .isCloseTo(exact, within(1.0001 * LogHistogram.RELATIVE_ERROR * exact));
        }
    }

    @Test
    void mergingIsAddingAll() {
        LogHistogram one = new LogHistogram();
        LogHistogram other = new LogHistogram();
        LogHistogram all = new LogHistogram();
        for (int i = 1; i < 1000; i++) {
            (i % 3 == 0 ? one : other).add(i);
            all.add(i);
        }
        one.addAll(other);
        assertThat(one.counts()).isEqualTo(all.counts());
        assertThat(LogHistogram.of(one.counts()).quantile(0.5)).isEqualTo(all.quantile(0.5));
    }

    @Test
    void whatLiesOutsideCountsAtTheEnds() {
        LogHistogram histogram = new LogHistogram();
        histogram.add(0);
        histogram.add(-5);
        histogram.add(1e30);
        assertThat(histogram.count()).isEqualTo(3);
        assertThat(histogram.quantile(0.1)).isLessThan(2e-6);
        assertThat(histogram.quantile(1)).isBetween(0.9e6, 1.1e6);
        assertThat(new LogHistogram().quantile(0.5)).isZero();
    }

    @Test
    void foreignCountsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> LogHistogram.of(new long[3]));
    }
}
