package pakit.ml.experiment;

import java.util.List;
import java.util.Map;
import pakit.error.PakitException;

/// What each arm gave up to now, over all phases.
///
/// @param arms in the order of the plan; the first is control
public record ExperimentResults(String name, ExperimentState.Status status, List<ArmResults> arms) {
    /// @param trafficShare that the arm has now, 0 to 1
    /// @param events with a result; of the metric `success`
    /// @param successRate 0 to 1; 0 before the first event
    /// @param metrics mean per event of every metric
    /// @param knownBlocks that units of the arm put and that were there already, since this process began
    /// @param sharedBlocks of these, the ones that only another arm had stored: arms touch each other there
    public record ArmResults(
            String name,
            boolean useMl,
            double trafficShare,
            long impressions,
            long events,
            long successes,
            double successRate,
            double avgLatencyMs,
            double p50LatencyMs,
            double p95LatencyMs,
            double p99LatencyMs,
            Map<String, Double> metrics,
            long knownBlocks,
            long sharedBlocks) {}

    public ExperimentResults {
        arms = List.copyOf(arms);
    }

    public ArmResults control() {
        return arms.getFirst();
    }

    /// The first treatment.
    public ArmResults treatment() {
        return arms.get(1);
    }

    /// @throws PakitException.NotFound naming the arms that there are
    public ArmResults arm(String arm) {
        return arms.stream()
                .filter(one -> one.name().equals(arm))
                .findFirst()
                .orElseThrow(() -> new PakitException.NotFound("experiment " + name + " has no arm '" + arm
                        + "', there are " + arms.stream().map(ArmResults::name).toList()));
    }

    static ExperimentResults of(
            ExperimentPlan plan, ExperimentState state, List<PhaseFigures> phases, Sharing sharing) {
        double[] shares = Judge.shares(plan, state.share());
        return new ExperimentResults(
                plan.name(),
                state.status(),
                java.util.stream.IntStream.range(0, plan.arms().size())
                        .mapToObj(arm ->
                                Totals.of(phases, arm).results(plan.arms().get(arm), shares[arm], sharing.of(arm)))
                        .toList());
    }
}
