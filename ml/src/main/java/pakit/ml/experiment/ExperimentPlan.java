package pakit.ml.experiment;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// What was decided about an experiment before its first event. Never changes.
///
/// @param name unique in a home, for ever
/// @param model whose traffic is split
/// @param arms the first is control, the one to compare with
/// @param share of the traffic that each treatment gets at first, 0 to 1
/// @param goals what is looked at when deciding; at least one is primary
/// @param ramp how the share grows by itself; null if a person decides
/// @param plannedEvents of both arms at which the tests are to be tightest
/// @param alpha chance of any wrong decision, over all goals, looks and time
/// @param bucketing rule that assigns units
/// @param salt of that rule; the experiment's name where nobody chose another
public record ExperimentPlan(
        String name,
        String model,
        List<Arm> arms,
        double share,
        List<Goal> goals,
        @Nullable RampPlan ramp,
        long plannedEvents,
        double alpha,
        String bucketing,
        String salt,
        Instant createdAt) {
    /// Success and latency must not get worse by more than 1 and 5 % where nothing else is said.
    public static final List<Goal> USUAL_GUARD_RAILS = List.of(
            new Goal(Goal.SUCCESS, Goal.Better.HIGHER, Goal.Role.GUARD_RAIL, 0.01),
            new Goal(Goal.LATENCY_MS, Goal.Better.LOWER, Goal.Role.GUARD_RAIL, 0.05));

    public static final int ARMS_MAX = 10;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public ExperimentPlan {
        if (!NAME.matcher(name).matches()) {
            throw new PakitException.Invalid(
                    "an experiment's name must be letters, digits, '.', '-' and '_', at most 64," + " found '" + name
                            + "'");
        }
        arms = List.copyOf(arms);
        goals = List.copyOf(goals);
        requireArms(arms);
        requireGoals(goals);
        requireShare(share, arms.size() - 1);
        if (ramp != null && arms.size() != 2) {
            throw new PakitException.Invalid("a ramp compares two arms, found " + arms.size());
        }
        if (plannedEvents < 2 || !(alpha > 0 && alpha < 1)) {
            throw new PakitException.Invalid("plannedEvents must be at least 2 and alpha lie between 0 and 1, found "
                    + plannedEvents + " and " + alpha);
        }
    }

    public Arm control() {
        return arms.getFirst();
    }

    public List<Arm> treatments() {
        return arms.subList(1, arms.size());
    }

    /// Whether every arm asks the model, so that versions of it are compared.
    public boolean comparesVersions() {
        return arms.stream().allMatch(Arm::useMl);
    }

    /// @throws PakitException.Invalid naming the share and its bound
    static void requireShare(double share, int treatments) {
        if (!(share >= 0 && share <= 1)) {
            throw new PakitException.Invalid("a share of traffic must lie in 0..1, found " + share);
        }
        if (share * treatments > 1 + 1e-9) {
            throw new PakitException.Invalid(
                    treatments + " treatments with a share of " + share + " each are more than the whole traffic");
        }
    }

    private static void requireArms(List<Arm> arms) {
        if (arms.size() < 2 || arms.size() > ARMS_MAX) {
            throw new PakitException.Invalid("an experiment has 2 to " + ARMS_MAX + " arms, found " + arms.size());
        }
        Set<String> names = new HashSet<>();
        for (Arm arm : arms) {
            if (!names.add(arm.name())) {
                throw new PakitException.Invalid("arm " + arm.name() + " is named twice");
            }
        }
    }

    private static void requireGoals(List<Goal> goals) {
        Set<String> metrics = new HashSet<>();
        for (Goal goal : goals) {
            if (!metrics.add(goal.metric())) {
                throw new PakitException.Invalid("metric " + goal.metric() + " has two goals");
            }
        }
        if (goals.stream().noneMatch(goal -> goal.role() == Goal.Role.PRIMARY)) {
            throw new PakitException.Invalid("an experiment needs a primary metric, found " + metrics);
        }
    }
}
