package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Published figures: the tests of Evidently (Apache-2.0) and NannyML, the documentation of SciPy.
class DriftVectorsTest {
    private static final long[] REFERENCE = {16, 18, 16, 14, 12, 12};
    private static final long[] CURRENT = {16, 16, 16, 16, 16, 8};
    private static final double[] X = {38.7, 41.5, 43.8, 44.5, 45.5, 46.0, 47.7, 58.0};
    private static final double[] Y = {39.2, 39.3, 39.7, 41.4, 41.8, 42.9, 43.3, 45.8};

    @Test
    void chiSquareAgainstSharesThatAreCertain() {
        double[] weights = Arrays.stream(REFERENCE).asDoubleStream().toArray();
        assertThat(SampleRatio.chiSquarePValue(CURRENT, weights)).isCloseTo(0.67309, within(1e-5));
    }

    @Test
    void distances() {
        assertThat(Divergence.hellinger(REFERENCE, CURRENT)).isCloseTo(0.06812, within(1e-5));
        assertThat(Divergence.jensenShannon(REFERENCE, CURRENT)).isCloseTo(0.08173421330573742, within(1e-14));
        assertThat(Divergence.psi(REFERENCE, CURRENT)).isCloseTo(0.037218381577290835, within(1e-14));
        assertThat(Divergence.psi(new long[] {100, 200, 300, 400}, new long[] {150, 250, 300, 300}))
                .isCloseTo(0.060198640216296805, within(1e-14));
        assertThat(Divergence.psi(REFERENCE, REFERENCE)).isZero();
    }

    @Test
    void kolmogorovSmirnovIsExactForSmallSamples() {
        KolmogorovSmirnov test = KolmogorovSmirnov.test(X, Y);
        assertThat(test.statistic()).isEqualTo(0.625);
        assertThat(test.pValue()).isCloseTo(0.08702408702408701, within(1e-12));
    }

    @Test
    void wassersteinDistances() {
        assertThat(Divergence.wasserstein(X, Y)).isCloseTo(4.1625, within(1e-12));
        assertThat(Divergence.wasserstein(new double[] {0, 1, 3}, new double[] {5, 6, 8}))
                .isCloseTo(5, within(1e-12));
        assertThat(Divergence.wasserstein(
                        new double[] {0, 1}, new double[] {3, 1}, new double[] {0, 1}, new double[] {2, 2}))
                .isCloseTo(0.25, within(1e-12));
    }

    @Test
    void countsInFineBinsAgreeWithTheValues() {
        SplittableRandom random = new SplittableRandom(1);
        double[] x = random.doubles(2_000).toArray();
        double[] y = random.doubles(1_000).map(value -> Math.pow(value, 1.15)).toArray();
        KolmogorovSmirnov values = KolmogorovSmirnov.test(x, y);
        KolmogorovSmirnov counts = KolmogorovSmirnov.ofCounts(bins(x, 100_000), bins(y, 100_000));
        assertThat(counts.statistic()).isCloseTo(values.statistic(), within(1e-3));
        assertThat(counts.pValue()).isCloseTo(values.pValue(), within(0.05 * values.pValue()));
        KolmogorovSmirnov coarse = KolmogorovSmirnov.ofCounts(bins(x, 10), bins(y, 10));
        assertThat(coarse.pValue()).isGreaterThanOrEqualTo(counts.pValue());
    }

    /// Of 2,000 pairs of samples from one distribution, 5 % have a p-value below 5 %; of coarse bins fewer.
    @Test
    void errorRatesAreKept() {
        SplittableRandom random = new SplittableRandom(2);
        int smirnov = 0;
        int chiSquare = 0;
        int pairs = 2_000;
        for (int i = 0; i < pairs; i++) {
            long[] x = bins(random.doubles(400).toArray(), 20);
            long[] y = bins(random.doubles(300).toArray(), 20);
            smirnov += KolmogorovSmirnov.ofCounts(x, y).pValue() < 0.05 ? 1 : 0;
            chiSquare += Divergence.chiSquarePValue(x, y) < 0.05 ? 1 : 0;
        }
        assertThat(smirnov).isBetween(pairs / 100, pairs * 6 / 100);
        assertThat(chiSquare).isBetween(pairs * 35 / 1000, pairs * 65 / 1000);
    }

    @Test
    void whatIsNoDistributionIsRefused() {
        assertThatThrownBy(() -> Divergence.psi(new long[] {1}, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Divergence.hellinger(new long[] {0, 0}, new long[] {1, 2}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Divergence.wasserstein(new double[] {1}, new double[] {Double.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> KolmogorovSmirnov.test(new double[] {1}, X))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static long[] bins(double[] values, int count) {
        long[] bins = new long[count];
        for (double value : values) {
            bins[Math.min(count - 1, (int) (value * count))]++;
        }
        return bins;
    }
}
