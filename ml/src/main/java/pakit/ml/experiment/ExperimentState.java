package pakit.ml.experiment;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// How far an experiment has come. Immutable; each decision makes a new one.
///
/// @param share of the traffic that each treatment gets now
/// @param step index of the ramp's shared step that runs; 0 without a ramp
/// @param stepSince when the shares last changed
/// @param precisions of the mixtures that were fixed, by arm and metric
/// @param history every decision with what it was made on, oldest first
public record ExperimentState(
        Status status, double share, int step, Instant stepSince, Map<String, Double> precisions, List<Entry> history) {
    /// What becomes of a unit.
    public enum Status {
        /// Units are assigned, events are counted.
        RUNNING,
        /// Ended by a person; control serves everybody.
        STOPPED,
        /// Ended by proof; treatment serves everybody.
        PROMOTED,
        /// Ended by harm; control serves everybody.
        ROLLED_BACK;

        /// As in `rolled-back`.
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param what `created`, `advanced`, `promoted`, `rolled-back`, `stopped`, `share`
    /// @param share of each treatment from then on
    /// @param reasons in words and figures
    public record Entry(Instant at, String what, double share, List<String> reasons) {
        public Entry {
            reasons = List.copyOf(reasons);
        }
    }

    public ExperimentState {
        precisions = Map.copyOf(precisions);
        history = List.copyOf(history);
    }

    static ExperimentState begin(ExperimentPlan plan, Instant now) {
        RampPlan ramp = plan.ramp();
        double share = ramp == null ? plan.share() : ramp.shares().getFirst();
        return new ExperimentState(
                Status.RUNNING, share, 0, now, Map.of(), List.of(new Entry(now, "created", share, List.of())));
    }

    boolean isRunning() {
        return status == Status.RUNNING;
    }

    ExperimentState with(Map<String, Double> fixed) {
        return new ExperimentState(status, share, step, stepSince, fixed, history);
    }

    ExperimentState advanced(double next, Instant now, List<String> reasons) {
        return new ExperimentState(
                status, next, step + 1, now, precisions, and(new Entry(now, "advanced", next, reasons)));
    }

    ExperimentState withShare(double next, Instant now, List<String> reasons) {
        return new ExperimentState(status, next, step, now, precisions, and(new Entry(now, "share", next, reasons)));
    }

    ExperimentState ended(Status end, Instant now, List<String> reasons) {
        double last = end == Status.PROMOTED ? 1 : 0;
        return new ExperimentState(end, last, step, now, precisions, and(new Entry(now, end.label(), last, reasons)));
    }

    private List<Entry> and(Entry entry) {
        List<Entry> all = new ArrayList<>(history);
        all.add(entry);
        return all;
    }
}
