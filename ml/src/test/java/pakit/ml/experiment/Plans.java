package pakit.ml.experiment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Plans that tests start from.
final class Plans {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    static final String COST = Goal.COST;
    static final RampPlan RAMP =
            new RampPlan(RampPlan.USUAL_SHARES, Duration.ZERO, 1_000, RampPlan.Promotion.IF_BETTER);

    private Plans() {}

    static ExperimentPlan of(double share, @Nullable RampPlan ramp) {
        List<Goal> goals = new ArrayList<>(ExperimentPlan.USUAL_GUARD_RAILS);
        goals.add(new Goal(COST, Goal.Better.LOWER, Goal.Role.PRIMARY, 0.02));
        return of(List.of(Arm.baseline(Arm.CONTROL), Arm.live(Arm.TREATMENT)), share, goals, ramp);
    }

    static ExperimentPlan of(List<Arm> arms, double share, List<Goal> goals, @Nullable RampPlan ramp) {
        return new ExperimentPlan("rollout", "m", arms, share, goals, ramp, 20_000, 0.05, Bucketing.RULE, "salt", NOON);
    }
}
