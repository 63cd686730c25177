package pakit.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FamilyWiseTest {
    /// Worked by hand after Holm (1979): sorted p-values times 4, 3, 2, 1, made monotone.
    @Test
    void holmStepsDown() {
        assertThat(FamilyWise.holm(0.01, 0.04, 0.03, 0.005))
                .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
        assertThat(FamilyWise.holm(0.6)).containsExactly(0.6);
        assertThat(FamilyWise.holm(0.5, 0.9)).containsExactly(1, 1);
    }

    @Test
    void anyFalseAlarmAmongTenMetricsIsAsRareAsForOne() {
        SplittableRandom random = new SplittableRandom(5);
        int runs = 5_000;
        int alarms = 0;
        for (int run = 0; run < runs; run++) {
            double[] pValues = random.doubles(10).toArray();
            alarms += Arrays.stream(FamilyWise.holm(pValues)).min().orElseThrow() < 0.05 ? 1 : 0;
        }
        assertThat(alarms / (double) runs).isLessThan(0.06); // standard error 0.003
    }

    @Test
    void whatIsNoPValueIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> FamilyWise.holm(0.5, 1.5));
        assertThatIllegalArgumentException().isThrownBy(() -> FamilyWise.holm(Double.NaN));
    }
}
