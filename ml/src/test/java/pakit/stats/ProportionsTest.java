package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ProportionsTest {
    /// Newcombe, Statistics in Medicine 17 (1998), table II, method 10: cases a, b and g.
    @Test
    void intervalsAgreeWithPublishedFigures() {
        expect(new Proportions(48, 80, 56, 70).interval(0.05), 0.0524, 0.3339);
        expect(new Proportions(3, 10, 9, 10).interval(0.05), 0.1705, 0.8090);
        expect(new Proportions(0, 10, 10, 10).interval(0.05), 0.6075, 1.0000);
    }

    /// The square of its statistic is Pearson's chi-square: 6.9444 for these counts, p = 0.00841.
    @Test
    void pValueIsThatOfPearsonsTest() {
        assertThat(new Proportions(48, 80, 56, 70).pValue()).isCloseTo(chiSquareOfTable(48, 32, 56, 14), within(1e-12));
    }

    private static double chiSquareOfTable(double a, double b, double c, double d) {
        double n = a + b + c + d;
        double statistic = n * Math.pow(a * d - b * c, 2) / ((a + b) * (c + d) * (a + c) * (b + d));
        return org.apache.commons.statistics.distribution.ChiSquaredDistribution.of(1)
                .survivalProbability(statistic);
    }

    @Test
    void nothingSeenIsNoEvidence() {
        Proportions none = new Proportions(0, 50, 0, 60);
        assertThat(none.pValue()).isEqualTo(1);
        assertThat(none.interval(0.05).contains(0)).isTrue();
        assertThat(none.interval(0.05).width()).isGreaterThan(0.05);
    }

    @Test
    void impossibleCountsAreRefusedByArm() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Proportions(1, 10, 11, 10))
                .withMessageContaining("treatment");
    }

    private static void expect(Interval interval, double low, double high) {
        assertThat(interval.low()).isCloseTo(low, within(6e-5));
        assertThat(interval.high()).isCloseTo(high, within(6e-5));
    }
}
