package pakit.ml.experiment;

import java.util.List;

/// What the evidence suggests to do with the first treatment.
///
/// @param reasons in words and figures
public record Recommendation(Verdict verdict, List<String> reasons) {
    /// What to do.
    public enum Verdict {
        /// Every guard rail holds, and the primary metrics are proven better.
        ROLLOUT,
        /// Harm is proven, or units do not fall into arms as meant.
        ROLLBACK,
        /// There is not enough evidence for either.
        CONTINUE;

        /// As the guide spells it.
        @Override
        public String toString() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Recommendation {
        reasons = List.copyOf(reasons);
    }

    static Recommendation of(ExperimentPlan plan, ExperimentState state, Evidence evidence) {
        List<String> harm = Ramp.harm(evidence);
        if (!harm.isEmpty()) {
            return new Recommendation(Verdict.ROLLBACK, harm);
        }
        RampPlan ramp = plan.ramp() == null ? RampPlan.BY_HAND : plan.ramp();
        Step step = Ramp.step(ramp, ramp.sharedSteps().size() - 1, state.stepSince(), evidence, state.stepSince());
        return new Recommendation(step instanceof Step.Promote ? Verdict.ROLLOUT : Verdict.CONTINUE, step.reasons());
    }
}
