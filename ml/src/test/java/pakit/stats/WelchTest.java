package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/// Figures from the statistics tests of GrowthBook (growthbook/growthbook, packages/stats/tests, MIT).
class WelchTest {
    private static final Offset<Double> PRINTED = within(6e-6);
    private static final Moments CONTROL = Moments.ofSums(3407, 1396.87, 52377.9767);
    private static final Moments SMALLER_CONTROL = Moments.ofSums(3000, 1396.87, 52377.9767);
    private static final Moments TREATMENT = Moments.ofSums(3461, 2422.7, 134698.29);

    @Test
    void absoluteDifferenceAgreesWithPublishedFigures() {
        expect(Welch.difference(CONTROL, TREATMENT), 0.29, 0.12478, 0.04538, 0.53462, 0.02016);
    }

    @Test
    void relativeDifferenceAgreesWithPublishedFigures() {
        expect(Welch.relative(CONTROL, TREATMENT), 0.70732, 0.37879, -0.03526, 1.44989, 0.06191);
    }

    @Test
    void oneSidedTestsAgreeWithPublishedFigures() {
        Welch relative = Welch.relative(SMALLER_CONTROL, TREATMENT);
        assertThat(relative.pValueGreater(0)).isCloseTo(0.06558262868467746, within(1e-12));
        assertThat(1 - relative.pValueGreater(0)).isCloseTo(0.9344173713153225, within(1e-12));
        Welch absolute = Welch.difference(SMALLER_CONTROL, TREATMENT);
        assertThat(absolute.pValueGreater(0)).isCloseTo(0.03554272489873023, within(1e-12));
        assertThat(absolute.standardError()).isCloseTo(0.12983081254184736, within(1e-12));
        assertThat(absolute.interval(0.10).low()).isCloseTo(0.020791480063255735, within(1e-12));
        assertThat(absolute.interval(0.10).high()).isCloseTo(0.44796185327007765, within(1e-12));
    }

    @Test
    void proportionsAreComparedWithTheirUnbiasedVariance() {
        Welch welch = Welch.relative(Moments.ofProportion(14, 28), Moments.ofProportion(16, 30));
        assertThat(welch.effect()).isCloseTo(0.06667, PRINTED);
        // GrowthBook divides by n (0.2717); the unbiased variance divides by n - 1.
        assertThat(welch.standardError()).isCloseTo(0.2717 * Math.sqrt(29.0 / 28), within(2e-3));
    }

    @Test
    void equalArmsWithoutSpreadShowNoEffect() {
        Moments same = Moments.ofSums(10, 20, 40);
        assertThat(Welch.difference(same, same).pValue()).isEqualTo(1);
        assertThat(Welch.difference(same, Moments.ofSums(10, 30, 90)).pValue()).isZero();
    }

    @Test
    void tooFewValuesAndAnEmptyBaseAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Welch.difference(Moments.ofSums(1, 1, 1), TREATMENT))
                .withMessageContaining("found 1 and 3461");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Welch.relative(Moments.ofSums(10, 0, 5), TREATMENT))
                .withMessageContaining("control mean other than 0");
    }

    private static void expect(Welch welch, double effect, double error, double low, double high, double pValue) {
        assertThat(welch.effect()).isCloseTo(effect, PRINTED);
        assertThat(welch.standardError()).isCloseTo(error, PRINTED);
        assertThat(welch.interval(0.05).low()).isCloseTo(low, PRINTED);
        assertThat(welch.interval(0.05).high()).isCloseTo(high, PRINTED);
        assertThat(welch.pValue()).isCloseTo(pValue, PRINTED);
    }
}
