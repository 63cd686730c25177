package pakit.node;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.experiment.ABTestFramework;
import pakit.ml.experiment.Arm;
import pakit.ml.experiment.ExperimentPlan;
import pakit.ml.experiment.Goal;
import pakit.ml.experiment.RampPlan;

/// Makes plans of experiments out of orders. An arm that asks a model is tied to one version, so that a swap in the
/// middle does not mix two of them in its figures.
final class ExperimentOrders {
    private static final String BETTER = "better";
    private static final String NOT_WORSE = "not-worse";

    private final ABTestFramework framework;
    private final Function<String, Optional<String>> live;

    /// @param live the version of a model that is live, if any
    ExperimentOrders(ABTestFramework framework, Function<String, Optional<String>> live) {
        this.framework = framework;
        this.live = live;
    }

    /// @throws PakitException.Invalid saying what is wrong with the order
    ExperimentPlan plan(ExperimentOrder order) {
        if (order.split() != null && order.ramp() != null) {
            throw new PakitException.Invalid("a ramp says its shares itself: name either a split or a ramp");
        }
        String model = order.model() == null ? ExperimentOrder.MODEL : order.model();
        double split = order.split() == null ? ExperimentOrder.SPLIT : order.split();
        return framework.plan(order.name(), model, arms(order, model), goals(order), split, ramp(order));
    }

    private List<Arm> arms(ExperimentOrder order, String model) {
        List<String> treatments = order.treatments() == null ? List.of() : order.treatments();
        String control = order.control();
        if (control != null && treatments.isEmpty()) {
            throw new PakitException.Invalid("control asks version " + control + ": name the treatment's version too");
        }
        Set<String> versions = new HashSet<>(control == null ? Set.of() : Set.of(control));
        List<Arm> arms =
                new ArrayList<>(List.of(control == null ? Arm.baseline(Arm.CONTROL) : Arm.of(Arm.CONTROL, control)));
        for (String version : treatments.isEmpty() ? List.of(liveVersion(model)) : treatments) {
            if (!versions.add(version)) {
                throw new PakitException.Invalid("two arms ask version " + version + ": there is nothing to compare");
            }
            arms.add(Arm.of(arms.size() == 1 ? Arm.TREATMENT : Arm.TREATMENT + arms.size(), version));
        }
        return arms;
    }

    private String liveVersion(String model) {
        return live.apply(model)
                .orElseThrow(() -> new PakitException.NotFound("no version of model '" + model + "' is live"));
    }

    private static List<Goal> goals(ExperimentOrder order) {
        String primary = order.primary() == null ? Goal.COST : order.primary();
        List<Goal> goals = new ArrayList<>();
        for (Goal rail : ExperimentPlan.USUAL_GUARD_RAILS) {
            if (!rail.metric().equals(primary)) {
                goals.add(rail);
            }
        }
        Goal.Better better = primary.equals(Goal.SUCCESS) ? Goal.Better.HIGHER : Goal.Better.LOWER;
        goals.add(new Goal(primary, better, Goal.Role.PRIMARY, Goal.USUAL_MARGIN));
        return withMargins(goals, order.margins() == null ? Map.of() : order.margins());
    }

    private static List<Goal> withMargins(List<Goal> goals, Map<String, Double> margins) {
        Set<String> metrics = new HashSet<>();
        goals.forEach(goal -> metrics.add(goal.metric()));
        margins.keySet().forEach(metric -> {
            if (!metrics.contains(metric)) {
                throw new PakitException.Invalid("metric '" + metric + "' is no goal, there are " + metrics);
            }
        });
        return goals.stream()
                .map(goal -> new Goal(
                        goal.metric(), goal.better(), goal.role(), margins.getOrDefault(goal.metric(), goal.margin())))
                .toList();
    }

    private static @Nullable RampPlan ramp(ExperimentOrder order) {
        if (order.ramp() == null) {
            if (order.stepMinSeconds() != null || order.eventsMin() != null || order.promote() != null) {
                throw new PakitException.Invalid("time, events and promotion are those of a ramp: name its steps");
            }
            return null;
        }
        return new RampPlan(
                order.ramp().stream().map(percent -> percent / 100).toList(),
                order.stepMinSeconds() == null ? ExperimentOrder.STEP_MIN : Duration.ofSeconds(order.stepMinSeconds()),
                order.eventsMin() == null ? ExperimentOrder.EVENTS_MIN : order.eventsMin(),
                promotion(order.promote()));
    }

    private static RampPlan.Promotion promotion(@Nullable String word) {
        return switch (word) {
            case null -> RampPlan.Promotion.IF_BETTER;
            case BETTER -> RampPlan.Promotion.IF_BETTER;
            case NOT_WORSE -> RampPlan.Promotion.IF_NOT_WORSE;
            default ->
                throw new PakitException.Invalid(
                        "'promote' must be " + BETTER + " or " + NOT_WORSE + ", found '" + word + "'");
        };
    }

    static String word(RampPlan.Promotion promotion) {
        return switch (promotion) {
            case IF_BETTER -> BETTER;
            case IF_NOT_WORSE -> NOT_WORSE;
        };
    }
}
