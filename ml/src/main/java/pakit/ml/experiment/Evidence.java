package pakit.ml.experiment;

import java.util.List;
import pakit.stats.Interval;
import pakit.stats.Verdict;

/// What is known of an experiment at one moment; decisions are made on it alone, so they can be replayed.
///
/// @param effects one for each treatment and goal
/// @param events of each arm since the shares last changed, of the metric that has fewest
/// @param sampleRatio whether units fell into arms as meant
public record Evidence(List<Effect> effects, List<Long> events, Split sampleRatio) {
    public Evidence {
        effects = List.copyOf(effects);
        events = List.copyOf(events);
    }

    /// One treatment against control in one metric.
    ///
    /// @param control and `treatment`: means per event
    /// @param lift (treatment − control) / control; NaN where it is not known
    /// @param interval of the lift, valid at any look, and for all goals at once
    /// @param pValue of "no lift", valid at any look, for this goal alone
    public record Effect(
            String arm,
            Goal goal,
            double control,
            double treatment,
            long controlEvents,
            long treatmentEvents,
            double lift,
            Interval interval,
            double pValue,
            Verdict verdict) {}

    /// @param chiSquare p-value at this look alone, in the phase that runs
    /// @param sequential p-value that is valid at any look
    public record Split(double chiSquare, double sequential) {}
}
