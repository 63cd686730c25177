package pakit.ml.experiment;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import pakit.stats.SampleRatio;
import pakit.stats.Verdict;

/// Decides how a ramp goes on, from evidence alone. Pure: the same evidence, the same decision.
///
/// ```
///            harm, or a broken split                     harm, or a broken split
///          ┌──────────────────────────► RollBack ◄────────────────────────────┐
///          │                                                                  │
///       step 1 ── time, events, guard rails ──► step 2 … last shared step ── time, events, guard rails,
///                                                                            primary goals ──► Promote
/// ```
/// Whatever is not proven yet is waited for: [Step.Wait] says what is missing.
public final class Ramp {
    private Ramp() {}

    /// @param step index of the shared step that runs
    /// @param since when it began
    public static Step step(RampPlan plan, int step, Instant since, Evidence evidence, Instant now) {
        List<String> harm = harm(evidence);
        if (!harm.isEmpty()) {
            return new Step.RollBack(harm);
        }
        List<String> missing = new ArrayList<>(tooEarly(plan, since, evidence, now));
        if (evidence.sampleRatio().chiSquare() < SampleRatio.ALARM) {
            missing.add("units may not fall into arms as meant: " + split(evidence));
        }
        boolean last = step == plan.sharedSteps().size() - 1;
        for (Evidence.Effect effect : evidence.effects()) {
            if (!enough(plan, effect, last)) {
                missing.add("not enough evidence: " + words(effect));
            }
        }
        if (!missing.isEmpty()) {
            return new Step.Wait(missing);
        }
        List<String> reasons =
                new ArrayList<>(evidence.effects().stream().map(Ramp::words).toList());
        reasons.add("units fall into arms as meant: " + split(evidence));
        return last
                ? new Step.Promote(reasons)
                : new Step.Advance(plan.sharedSteps().get(step + 1), reasons);
    }

    /// What is proven to be worse, or makes all figures worthless.
    static List<String> harm(Evidence evidence) {
        List<String> harm = new ArrayList<>();
        if (evidence.sampleRatio().sequential() < SampleRatio.ALARM) {
            harm.add(String.format(
                    Locale.ROOT,
                    "units do not fall into arms as meant (p = %.2g): no figure of this experiment may be believed",
                    evidence.sampleRatio().sequential()));
        }
        for (Evidence.Effect effect : evidence.effects()) {
            if (effect.verdict() == Verdict.WORSE) {
                harm.add("worse: " + words(effect));
            }
        }
        return harm;
    }

    /// A decision is one look, so the fixed test is right there; the other one is for every look between decisions.
    private static String split(Evidence evidence) {
        return String.format(
                Locale.ROOT, "chi-square p = %.2g", evidence.sampleRatio().chiSquare());
    }

    private static List<String> tooEarly(RampPlan plan, Instant since, Evidence evidence, Instant now) {
        List<String> missing = new ArrayList<>();
        Duration left = plan.stepMin().minus(Duration.between(since, now));
        if (left.isPositive()) {
            missing.add("the step takes at least " + plan.stepMin().toSeconds() + " s, " + left.toSeconds()
                    + " s are left");
        }
        long fewest =
                evidence.events().stream().mapToLong(Long::longValue).min().orElse(0);
        if (fewest < plan.eventsMin()) {
            missing.add("each arm needs " + plan.eventsMin() + " events at this share, one has " + fewest);
        }
        return missing;
    }

    /// Guard rails must hold at every step; a primary metric is asked before promotion only.
    private static boolean enough(RampPlan plan, Evidence.Effect effect, boolean last) {
        boolean better = effect.verdict() == Verdict.BETTER;
        boolean holds = better || effect.verdict() == Verdict.NOT_WORSE;
        if (effect.goal().role() == Goal.Role.GUARD_RAIL) {
            return holds;
        }
        return !last || (plan.promotion() == RampPlan.Promotion.IF_BETTER ? better : holds);
    }

    /// As in `latency_ms of treatment +1.2 % [-0.3 %, +2.7 %], margin 5.0 %`.
    static String words(Evidence.Effect effect) {
        if (Double.isNaN(effect.lift())) {
            return effect.goal().metric() + " of " + effect.arm() + " is not known yet";
        }
        return String.format(
                Locale.ROOT,
                "%s of %s %+.2f %% [%+.2f %%, %+.2f %%], margin %.1f %%",
                effect.goal().metric(),
                effect.arm(),
                100 * effect.lift(),
                100 * effect.interval().low(),
                100 * effect.interval().high(),
                100 * effect.goal().margin());
    }
}
