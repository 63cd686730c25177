package pakit.ml.experiment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import pakit.stats.BivariateMoments;
import pakit.stats.Estimate;
import pakit.stats.Interval;
import pakit.stats.Moments;
import pakit.stats.NormalMixture;
import pakit.stats.SampleRatio;

/// Turns figures into evidence. Pure but for one memory: the mixture of each test is fixed when there are figures
/// enough for the first time, because it must not follow the data; it is part of the experiment's state.
///
/// Phases are strata: effects are taken within a phase, where shares stayed the same, and pooled by precision. Arms
/// that were compared over a change of shares would differ by what else changed with time (Simpson's paradox).
///
/// Variances are by bucket, so that the many events of one unit count as one voice.
final class Judge {
    /// Buckets with events that each arm needs before a variance between buckets means anything.
    static final int BUCKETS_MIN = 30;

    private final ExperimentPlan plan;
    private final Map<String, Double> precisions;

    /// @param precisions of the mixtures, by arm and metric, as [#precisions] gave them
    Judge(ExperimentPlan plan, Map<String, Double> precisions) {
        this.plan = plan;
        this.precisions = new HashMap<>(precisions);
    }

    /// To be kept with the experiment.
    Map<String, Double> precisions() {
        return Map.copyOf(precisions);
    }

    /// @param phases oldest first; the last one runs
    Evidence judge(List<PhaseFigures> phases) {
        List<Evidence.Effect> effects = new ArrayList<>();
        for (int arm = 1; arm < plan.arms().size(); arm++) {
            for (Goal goal : plan.goals()) {
                effects.add(effect(phases, arm, goal));
            }
        }
        List<Long> events = new ArrayList<>();
        for (int arm = 0; arm < plan.arms().size(); arm++) {
            events.add(fewest(phases.getLast(), arm));
        }
        return new Evidence(effects, events, split(phases.getLast()));
    }

    /// A metric that is no goal is judged as a guard rail that is better when higher, without a margin.
    Evidence.Effect effect(List<PhaseFigures> phases, int arm, String metric) {
        Goal goal = plan.goals().stream()
                .filter(known -> known.metric().equals(metric))
                .findFirst()
                .orElseGet(() -> new Goal(metric, Goal.Better.HIGHER, Goal.Role.GUARD_RAIL, 0));
        return effect(phases, arm, goal);
    }

    private Evidence.Effect effect(List<PhaseFigures> phases, int arm, Goal goal) {
        BivariateMoments control = moments(phases, 0, goal.metric());
        BivariateMoments treatment = moments(phases, arm, goal.metric());
        long controlEvents = events(phases, 0, goal.metric());
        long treatmentEvents = events(phases, arm, goal.metric());
        Optional<Estimate> lift = lift(phases, arm, goal.metric());
        Interval interval = Interval.ALL;
        double pValue = 1;
        if (lift.isPresent()) {
            NormalMixture mixture = mixture(plan.arms().get(arm), goal, lift.get(), controlEvents + treatmentEvents);
            interval = mixture.interval(lift.get().value(), lift.get().variance(), alpha());
            pValue = mixture.pValue(lift.get().value(), lift.get().variance());
        }
        return new Evidence.Effect(
                plan.arms().get(arm).name(),
                goal,
                mean(control),
                mean(treatment),
                controlEvents,
                treatmentEvents,
                lift.map(Estimate::value).orElse(Double.NaN),
                interval,
                pValue,
                goal.verdict(interval));
    }

    /// One treatment and goal's part of the error rate (Bonferroni): the intervals hold all at once.
    private double alpha() {
        return plan.alpha() / (plan.goals().size() * plan.treatments().size());
    }

    private NormalMixture mixture(Arm arm, Goal goal, Estimate lift, long events) {
        double rho = precisions.computeIfAbsent(
                arm.name() + "/" + goal.metric(),
                key -> NormalMixture.tightestAtVariance(lift.variance() * events / plan.plannedEvents(), alpha())
                        .rho());
        return new NormalMixture(rho);
    }

    /// The relative effect, pooled over phases; empty until there is a variance to speak of.
    private static Optional<Estimate> lift(List<PhaseFigures> phases, int arm, String metric) {
        double weights = 0;
        double weighted = 0;
        for (PhaseFigures phase : phases) {
            BivariateMoments control = moments(phase, 0, metric);
            BivariateMoments treatment = moments(phase, arm, metric);
            if (control.count() < BUCKETS_MIN || treatment.count() < BUCKETS_MIN || control.meanX() == 0) {
                continue;
            }
            Estimate lift = estimate(treatment, metric).relativeTo(estimate(control, metric));
            if (lift.variance() > 0) {
                weights += 1 / lift.variance();
                weighted += lift.value() / lift.variance();
            }
        }
        return weights == 0 ? Optional.empty() : Optional.of(new Estimate(weighted / weights, 1 / weights));
    }

    /// A success rate has at least the variance that two more events, one of each kind, would give it (Agresti and
    /// Caffo 2000): where no failure was seen, that is evidence, and not certainty.
    private static Estimate estimate(BivariateMoments buckets, String metric) {
        Estimate mean = buckets.ratio();
        if (!metric.equals(Goal.SUCCESS)) {
            return mean;
        }
        double events = buckets.meanY() * buckets.count();
        double share = (mean.value() * events + 1) / (events + 2);
        return new Estimate(mean.value(), Math.max(mean.variance(), share * (1 - share) / (events + 2)));
    }

    private static BivariateMoments moments(List<PhaseFigures> phases, int arm, String metric) {
        return phases.stream()
                .map(phase -> moments(phase, arm, metric))
                .reduce(BivariateMoments.EMPTY, BivariateMoments::plus);
    }

    private static BivariateMoments moments(PhaseFigures phase, int arm, String metric) {
        return phase.arms().get(arm).metric(metric).moments();
    }

    private static long events(List<PhaseFigures> phases, int arm, String metric) {
        return phases.stream()
                .mapToLong(phase -> phase.arms().get(arm).metric(metric).events())
                .sum();
    }

    private long fewest(PhaseFigures phase, int arm) {
        return plan.goals().stream()
                .mapToLong(goal -> events(List.of(phase), arm, goal.metric()))
                .min()
                .orElse(0);
    }

    private static double mean(BivariateMoments moments) {
        return moments.meanY() == 0 ? 0 : moments.meanX() / moments.meanY();
    }

    /// Whether impressions fell into arms as meant, in the phase that runs. Counts are scaled down by the dispersion
    /// between buckets (Rao and Scott 1981), because the impressions of one unit stay together.
    private Evidence.Split split(PhaseFigures phase) {
        List<Integer> served = new ArrayList<>();
        double[] shares = shares(plan, phase.share());
        for (int arm = 0; arm < shares.length; arm++) {
            if (shares[arm] > 0) {
                served.add(arm);
            }
        }
        double dispersion = dispersion(phase, shares);
        long[] counts = new long[served.size()];
        double[] weights = new double[served.size()];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = Math.round(phase.arms().get(served.get(i)).impressions().events() / dispersion);
            weights[i] = shares[served.get(i)];
        }
        return counts.length < 2 || LongStream.of(counts).sum() == 0
                ? new Evidence.Split(1, 1)
                : new Evidence.Split(
                        SampleRatio.chiSquarePValue(counts, weights), SampleRatio.sequentialPValue(counts, weights));
    }

    /// Of each arm, by the buckets that it really has.
    static double[] shares(ExperimentPlan plan, double share) {
        int[] buckets = new int[plan.arms().size()];
        for (int bucket = 0; bucket < Bucketing.BUCKETS; bucket++) {
            buckets[Assignment.arm(plan.treatments().size(), share, bucket)]++;
        }
        return Arrays.stream(buckets)
                .mapToDouble(count -> (double) count / Bucketing.BUCKETS)
                .toArray();
    }

    /// Variance over mean of a bucket's impressions, within arms; 1 if units come as if by chance, more if some come
    /// often.
    private static double dispersion(PhaseFigures phase, double[] shares) {
        double squares = 0;
        double sum = 0;
        for (int arm = 0; arm < shares.length; arm++) {
            Moments impressions = Moments.EMPTY;
            long buckets = Math.round(shares[arm] * Bucketing.BUCKETS);
            for (long count : phase.arms().get(arm).impressions().counts()) {
                impressions = count == 0 ? impressions : impressions.plus(count);
            }
            long empty = Math.max(0, buckets - impressions.count());
            impressions = impressions.plus(new Moments(empty, 0, 0));
            squares += impressions.squaredDeviations();
            sum += impressions.mean() * impressions.count();
        }
        double mean = sum / Bucketing.BUCKETS;
        return mean == 0 ? 1 : Math.max(1, squares / (Bucketing.BUCKETS - (double) shares.length) / mean);
    }
}
