package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinomialMixtureTest {
    private static final BinomialMixture MIXTURE = BinomialMixture.UNIFORM;
    private static final double ALPHA = 0.05;

    /// With one of two arms as "success" it is the Dirichlet-multinomial of Lindon and Malek (arXiv:2011.03567).
    @Test
    void evidenceAgreesWithTheMultinomialOfTwo() {
        assertThat(MIXTURE.logEvidence(50, 50, 0.5)).isCloseTo(-2.0842441128641127, within(1e-9));
        assertThat(MIXTURE.logEvidence(500, 400, 0.5)).isCloseTo(2.384598190403608, within(1e-9));
    }

    @Test
    void noSuccessLeavesZeroPlausible() {
        assertThat(MIXTURE.interval(0, 1000, ALPHA).low()).isZero();
        assertThat(MIXTURE.interval(1000, 1000, ALPHA).high()).isEqualTo(1);
        assertThat(MIXTURE.interval(0, 0, ALPHA)).isEqualTo(new Interval(0, 1));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.05, 0.5, 0.97})
    void intervalsCoverTheShareAtAllTimes(double share) {
        int runs = 400;
        int missed = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            long successes = 0;
            boolean covered = true;
            for (int n = 1; n <= 2_000; n++) {
                successes += random.nextDouble() < share ? 1 : 0;
                covered &= MIXTURE.logEvidence(successes, n - successes, share) < -Math.log(ALPHA);
            }
            missed += covered ? 0 : 1;
        }
        assertThat(missed).isLessThanOrEqualTo((int) (ALPHA * runs));
    }

    @Test
    void intervalHoldsExactlyThePlausibleShares() {
        Interval interval = MIXTURE.interval(30, 200, ALPHA);
        double threshold = -Math.log(ALPHA);
        assertThat(interval.contains(0.15)).isTrue();
        assertThat(MIXTURE.logEvidence(30, 170, interval.low())).isCloseTo(threshold, within(1e-6));
        assertThat(MIXTURE.logEvidence(30, 170, interval.high())).isCloseTo(threshold, within(1e-6));
    }

    @Test
    void quantileRanksEncloseTheQuantileOfAnyDistribution() {
        int runs = 400;
        int missed = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(1000 + run);
            boolean covered = true;
            long atOrBelow = 0;
            for (int n = 1; n <= 1_000; n++) {
                atOrBelow += random.nextDouble() < 0.95 ? 1 : 0; // values at or below the true 95 % quantile
                BinomialMixture.Ranks ranks = MIXTURE.quantileRanks(0.95, n, ALPHA);
                // the quantile lies above `atOrBelow` of the ordered values and below the rest
                covered &= ranks.low() <= atOrBelow && atOrBelow < ranks.high();
            }
            missed += covered ? 0 : 1;
        }
        assertThat(missed).isLessThanOrEqualTo((int) (ALPHA * runs));
    }

    @Test
    void quantileRanksNarrowWithEvidence() {
        BinomialMixture.Ranks few = MIXTURE.quantileRanks(0.95, 20, ALPHA);
        BinomialMixture.Ranks many = MIXTURE.quantileRanks(0.95, 100_000, ALPHA);
        assertThat(few.high()).isEqualTo(21); // unbounded above: 20 values say little of p95
        assertThat(many.low() / 100_000.0).isBetween(0.945, 0.95);
        assertThat(many.high() / 100_000.0).isBetween(0.95, 0.955);
    }

    @Test
    void impossibleCountsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MIXTURE.interval(3, 2, ALPHA));
        assertThatIllegalArgumentException().isThrownBy(() -> MIXTURE.quantileRanks(1, 2, ALPHA));
        assertThatIllegalArgumentException().isThrownBy(() -> new BinomialMixture(0, 1));
    }
}
