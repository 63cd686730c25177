package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleRatioTest {
    private static final double[] EVEN = {0.5, 0.5};

    /// The first row is the example of Kohavi, Tang and Xu, "Trustworthy Online Controlled Experiments" (p = 1.8e-6).
    @Test
    void chiSquareAgreesWithReferenceFigures() {
        assertThat(SampleRatio.chiSquarePValue(new long[] {821588, 815482}, new double[] {1, 1}))
                .isCloseTo(1.8217928726191858e-06, within(1e-15));
        assertThat(SampleRatio.chiSquarePValue(new long[] {500, 400}, EVEN))
                .isCloseTo(0.0008581206663936758, within(1e-14));
        assertThat(SampleRatio.chiSquarePValue(new long[] {9500, 500}, new double[] {95, 5}))
                .isEqualTo(1);
    }

    @Test
    void evidenceAgreesWithTheFormulaOfLindonAndMalek() {
        assertThat(SampleRatio.logEvidence(new long[] {50, 50}, EVEN)).isCloseTo(-2.0842441128641127, within(1e-9));
        assertThat(SampleRatio.logEvidence(new long[] {5000, 5000}, EVEN)).isCloseTo(-4.379453828347323, within(1e-7));
        assertThat(SampleRatio.sequentialPValue(new long[] {500, 400}, EVEN))
                .isCloseTo(0.09212598924992055, within(1e-9));
    }

    @Test
    void watchingAFairSplitSeldomAlarms() {
        int runs = 400;
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            SplittableRandom random = new SplittableRandom(run);
            long[] counts = new long[2];
            boolean alarm = false;
            for (int unit = 0; unit < 3_000; unit++) {
                counts[random.nextDouble() < 0.05 ? 1 : 0]++;
                alarm |= SampleRatio.sequentialPValue(counts, new double[] {95, 5}) < 0.05;
            }
            alarms += alarm ? 1 : 0;
        }
        assertThat(alarms).isLessThanOrEqualTo(20);
    }

    @Test
    void aBrokenSplitIsSeen() {
        SplittableRandom random = new SplittableRandom(7);
        long[] counts = new long[2];
        for (int unit = 0; unit < 50_000; unit++) {
            counts[random.nextDouble() < 0.04 ? 1 : 0]++;
        }
        assertThat(SampleRatio.sequentialPValue(counts, new double[] {95, 5})).isLessThan(SampleRatio.ALARM);
    }

    @Test
    void malformedArmsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleRatio.chiSquarePValue(new long[] {1, 2}, new double[] {1}))
                .withMessageContaining("2 counts and 1 weights");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SampleRatio.logEvidence(new long[] {1, 2}, new double[] {1, 0}))
                .withMessageContaining("at arm 1");
    }
}
