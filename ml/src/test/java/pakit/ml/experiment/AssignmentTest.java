package pakit.ml.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class AssignmentTest {
    @Test
    void aGrowingShareOnlyAddsUnits() {
        ExperimentPlan plan = Plans.of(0.05, null);
        for (int i = 0; i < 20_000; i++) {
            boolean treated = false;
            for (double share : new double[] {0, 0.05, 0.25, 0.5, 1}) {
                boolean now = Assignment.of(plan, share, "user" + i).arm() == 1;
                assertThat(now || !treated).isTrue();
                treated = now;
            }
            assertThat(treated).isTrue(); // at 1 everybody is treated
        }
    }

    @Test
    void eachOfManyTreatmentsGetsItsShareAndKeepsItsUnits() {
        List<Arm> arms = List.of(Arm.baseline("control"), Arm.of("a", "1.0.0"), Arm.of("b", "2.0.0"), Arm.live("c"));
        ExperimentPlan plan = Plans.of(arms, 0.1, Plans.of(0.1, null).goals(), null);
        int[] units = new int[4];
        for (int i = 0; i < 60_000; i++) {
            int before = Assignment.of(plan, 0.1, "user" + i).arm();
            int after = Assignment.of(plan, 0.3, "user" + i).arm();
            units[before]++;
            assertThat(before == 0 || after == before).isTrue();
        }
        assertThat(units[0]).isBetween(41_500, 42_500);
        assertThat(units[1]).isBetween(5_750, 6_250);
        assertThat(units[2]).isBetween(5_750, 6_250);
        assertThat(units[3]).isBetween(5_750, 6_250);
    }
}
