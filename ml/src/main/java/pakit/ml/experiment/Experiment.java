package pakit.ml.experiment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// One experiment while it lives: assigns units, tallies what came of them, and is stepped by whoever watches it.
/// Thread-safe: assigning and tallying take no lock; deciding is serialised.
///
final class Experiment {
    /// What runs now, replaced as a whole. The tallies of a phase stay: an event that was on its way when the phase
    /// ended counts in it.
    record Phase(ExperimentState state, double share, List<ArmTally> arms) {
        PhaseFigures figures() {
            return new PhaseFigures(share, arms.stream().map(ArmTally::figures).toList());
        }
    }

    private final ExperimentPlan plan;
    private final List<Phase> past;
    private final Sharing sharing;
    private volatile Phase phase;

    private Experiment(ExperimentPlan plan, List<Phase> past, Phase phase) {
        this.plan = plan;
        this.past = new ArrayList<>(past);
        this.phase = phase;
        this.sharing = new Sharing(plan.arms().size());
    }

    static Experiment begin(ExperimentPlan plan, Instant now) {
        return new Experiment(plan, List.of(), fresh(plan, ExperimentState.begin(plan, now)));
    }

    /// @param phases as [#phases] gave them
    static Experiment resume(ExperimentPlan plan, ExperimentState state, List<PhaseFigures> phases) {
        Bucketing.requireKnown(plan.bucketing());
        List<Phase> all = phases.stream().map(kept -> resume(state, kept)).toList();
        return new Experiment(plan, all.subList(0, all.size() - 1), all.getLast());
    }

    private static Phase resume(ExperimentState state, PhaseFigures kept) {
        return new Phase(
                state, kept.share(), kept.arms().stream().map(ArmTally::of).toList());
    }

    ExperimentPlan plan() {
        return plan;
    }

    ExperimentState state() {
        return phase.state;
    }

    /// Where a unit belongs now. After the end everybody belongs to the arm that won.
    Assignment assign(String unit) {
        return Assignment.of(plan, phase.state.share(), unit);
    }

    /// The unit as it is served now.
    Trial trial(String unit) {
        Phase now = phase;
        return new Trial(this, now, Assignment.of(plan, now.state.share(), unit));
    }

    /// How far arms touch each other.
    Sharing sharing() {
        return sharing;
    }

    /// All phases, oldest first; the last one is what runs.
    synchronized List<PhaseFigures> phases() {
        return Stream.concat(past.stream(), Stream.of(phase))
                .map(Phase::figures)
                .toList();
    }

    /// What saving it would write: if it is equal to what it was at the last time, nothing would change.
    synchronized Progress progress() {
        long events = Stream.concat(past.stream(), Stream.of(phase))
                .flatMap(one -> one.arms().stream())
                .mapToLong(ArmTally::events)
                .sum();
        return new Progress(phase.state, events);
    }

    /// @param events counted in all phases
    record Progress(ExperimentState state, long events) {}

    /// What the figures prove so far.
    synchronized Evidence evidence() {
        Judge judge = new Judge(plan, phase.state.precisions());
        Evidence evidence = judge.judge(phases());
        phase = new Phase(phase.state.with(judge.precisions()), phase.share, phase.arms);
        return evidence;
    }

    /// The first treatment against control in any metric that was recorded; empty if none of that name was.
    synchronized Optional<Evidence.Effect> effect(String metric) {
        if (!metrics().contains(metric)) {
            return Optional.empty();
        }
        Judge judge = new Judge(plan, phase.state.precisions());
        Evidence.Effect effect = judge.effect(phases(), 1, metric);
        phase = new Phase(phase.state.with(judge.precisions()), phase.share, phase.arms);
        return Optional.of(effect);
    }

    /// Goals, and what else was recorded.
    SortedSet<String> metrics() {
        SortedSet<String> names = new TreeSet<>();
        plan.goals().forEach(goal -> names.add(goal.metric()));
        phases().forEach(figures ->
                figures.arms().forEach(arm -> names.addAll(arm.metrics().keySet())));
        return names;
    }

    /// Lets the ramp decide, and goes on or ends accordingly.
    ///
    /// @param end told of a decision that ends the experiment, before it counts; if it refuses a promotion for good,
    ///     the experiment is stopped
    /// @return what it decided; null without a ramp, or after the end
    synchronized @Nullable Step step(Instant now, Consumer<ABTestFramework.Ended> end) {
        RampPlan ramp = plan.ramp();
        if (ramp == null || !phase.state.isRunning()) {
            return null;
        }
        Evidence evidence = evidence();
        ExperimentState state = phase.state;
        Step step = Ramp.step(ramp, state.step(), state.stepSince(), evidence, now);
        switch (step) {
            case Step.Wait waiting -> {}
            case Step.Advance advance -> next(state.advanced(advance.share(), now, advance.reasons()));
            case Step.Promote promote -> promote(now, promote.reasons(), end);
            case Step.RollBack back -> end(ExperimentState.Status.ROLLED_BACK, now, back.reasons(), end);
        }
        return step;
    }

    private void promote(Instant now, List<String> reasons, Consumer<ABTestFramework.Ended> end) {
        try {
            end(ExperimentState.Status.PROMOTED, now, reasons, end);
        } catch (PakitException.Refused | PakitException.NotFound | PakitException.Corrupt e) {
            List<String> why = new ArrayList<>(List.of("promotion was refused: " + e.getMessage()));
            why.addAll(reasons);
            end(ExperimentState.Status.STOPPED, now, why, end);
        }
    }

    /// Gives each treatment a larger share.
    ///
    /// @throws PakitException.Refused if it would become smaller, or the experiment is over, or ramps by itself
    synchronized void share(double share, Instant now, String reason) {
        requireRunning();
        ExperimentPlan.requireShare(share, plan.treatments().size());
        if (plan.ramp() != null) {
            throw new PakitException.Refused(
                    "experiment " + plan.name() + " ramps by itself; stop it to decide by hand");
        }
        if (share <= phase.state.share()) {
            throw new PakitException.Refused("the share of a running experiment can only grow: it is "
                    + phase.state.share() + ", asked was " + share + "; stop " + plan.name() + " instead");
        }
        next(phase.state.withShare(share, now, List.of(reason)));
    }

    /// Ends it by hand; control serves everybody.
    synchronized void stop(Instant now, String reason, Consumer<ABTestFramework.Ended> end) {
        requireRunning();
        end(ExperimentState.Status.STOPPED, now, List.of(reason), end);
    }

    private void requireRunning() {
        if (!phase.state.isRunning()) {
            throw new PakitException.Refused("experiment " + plan.name() + " is over: "
                    + phase.state.history().getLast().what());
        }
    }

    private void next(ExperimentState state) {
        past.add(phase);
        phase = fresh(plan, state);
    }

    private void end(
            ExperimentState.Status status, Instant now, List<String> reasons, Consumer<ABTestFramework.Ended> end) {
        end.accept(new ABTestFramework.Ended(plan, status, reasons));
        phase = new Phase(phase.state.ended(status, now, reasons), phase.share, phase.arms);
    }

    private static Phase fresh(ExperimentPlan plan, ExperimentState state) {
        return new Phase(
                state,
                state.share(),
                Stream.generate(ArmTally::new).limit(plan.arms().size()).toList());
    }
}
