package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HistogramTest {
    @Test
    void binsHoldAboutAsMuchEach() {
        double[] values = new SplittableRandom(1).doubles(10_000).map(Math::exp).toArray();
        Histogram histogram = Histogram.of(values, 10);
        assertThat(histogram.counts())
                .hasSize(10)
                .allSatisfy(count -> assertThat(count).isBetween(990L, 1_010L));
        assertThat(histogram.mean()).isCloseTo(Math.E - 1, within(0.02));
        assertThat(Arrays.stream(histogram.middles())).isSorted();
    }

    @Test
    void aFrequentValueHasABinOfItsOwn() {
        double[] values = new double[1_000];
        for (int i = 600; i < 1_000; i++) {
            values[i] = i;
        }
        Histogram histogram = Histogram.of(values, 10);
        assertThat(histogram.edges().getFirst()).isZero();
        assertThat(histogram.counts().getFirst()).isEqualTo(600);
        assertThat(histogram.counts().stream().mapToLong(Long::longValue).sum()).isEqualTo(1_000);
    }

    @Test
    void oneValueIsOneBin() {
        Histogram histogram = Histogram.of(new double[] {3, 3, 3}, 10);
        assertThat(histogram.edges()).isEmpty();
        assertThat(histogram.counts()).containsExactly(3L);
        assertThat(Histogram.bin(histogram.bounds(), 7)).isZero();
    }

    @Test
    void edgesBelongToTheBinBelow() {
        double[] edges = {1, 2};
        assertThat(Histogram.bin(edges, 0.5)).isZero();
        assertThat(Histogram.bin(edges, 1)).isZero();
        assertThat(Histogram.bin(edges, 1.5)).isEqualTo(1);
        assertThat(Histogram.bin(edges, 2)).isEqualTo(1);
        assertThat(Histogram.bin(edges, 9)).isEqualTo(2);
    }

    @Test
    void whatIsNoHistogramIsRefused() {
        assertThatThrownBy(() -> Histogram.of(new double[] {}, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Histogram.of(new double[] {1, Double.NaN}, 10))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Histogram(List.of(2.0, 1.0), List.of(1L, 1L, 1L), 0, 3, 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Histogram(List.of(1.0), List.of(1L), 0, 3, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
