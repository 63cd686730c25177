package pakit.ml.experiment;

import pakit.stats.Interval;

/// Whether one metric differs between control and a treatment, by a test that is right at any look.
///
/// @param metric such as `latency_ms`
/// @param lift (treatment − control) / control; NaN where it is not known
/// @param interval of the lift, or of the plain difference where the metric is a quantile
/// @param pValue valid at any look
/// @param isSignificant whether the interval leaves out 0
public record Significance(
        String metric,
        String arm,
        double controlValue,
        double treatmentValue,
        double lift,
        Interval interval,
        double pValue,
        boolean isSignificant,
        long controlSamples,
        long treatmentSamples) {
    /// The lift in percent.
    public double liftPercentage() {
        return 100 * lift;
    }
}
