package pakit.ml.gossip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvidenceTest {
    private final Evidence evidence = new Evidence();

    /// Half of the 95 % quantile of chi-square with twice as many degrees of freedom, from tables.
    @ParameterizedTest
    @CsvSource({"0.5, 1.921", "1, 2.996", "2, 4.744", "5, 9.154", "10, 15.705", "50, 62.17"})
    void theBoundIsTheQuantileOfAGammaDistribution(double shape, double quantile) {
        double worth = Evidence.WORTH_OF_EXPECTATION;

        assertThat(evidence.missingShareBound(shape / worth))
                .isCloseTo(quantile / worth, within(0.04 * quantile / worth));
    }

    @Test
    void answersTakeOverFromWhatWasExpected() {
        evidence.learn(600, 6, 0.001, 1, 1);
        assertThat(evidence.missingShare(0.001)).isCloseTo(0.0055, within(1e-4));
        for (int i = 0; i < 20; i++) {
            evidence.learn(600, 6, 0.001, 1, 1);
        }
        assertThat(evidence.missingShare(0.001)).isCloseTo(0.0085, within(1e-4));
        assertThat(evidence.missingShareBound(0.001)).isBetween(0.0085, 0.012);
    }

    @Test
    void whatWasSeenInBetterConditionsIsBroughtToWorseOnes() {
        evidence.learn(1_000, 2, 0.001, 1, 1);

        assertThat(evidence.missingShare(0.004)).isCloseTo((600 * 0.004 + 8) / 1_600, within(1e-6));
    }

    @Test
    void ratiosAreMeansOfLogsAndBounded() {
        evidence.learn(1, 0, 0.001, 2, 0.5);
        evidence.learn(1, 0, 0.001, 8, 0.5);
        assertThat(Math.exp(evidence.bytesLogRatio)).isCloseTo(4, within(1e-9));
        assertThat(Math.exp(evidence.p99LogRatio)).isCloseTo(0.5, within(1e-9));
        for (int i = 0; i < 1_000; i++) {
            evidence.learn(1_000, 0, 0.001, Double.MAX_VALUE, Double.MIN_VALUE);
        }
        assertThat(evidence.bytesLogRatio).isBetween(9.0, 10.0);
        assertThat(evidence.p99LogRatio).isBetween(-10.0, -9.0);
        assertThat(evidence.answers).isLessThanOrEqualTo(3_000);
    }
}
