package pakit.ml.experiment;

import java.util.Map;

/// What a tally held at one moment.
///
/// @param metrics by name
/// @param latencies in milliseconds; nobody adds to it
record ArmFigures(BucketSums.Snapshot impressions, Map<String, BucketSums.Snapshot> metrics, LogHistogram latencies) {
    /// Of a metric that nothing was added to yet, the figures are empty.
    BucketSums.Snapshot metric(String name) {
        return metrics.getOrDefault(name, BucketSums.Snapshot.EMPTY);
    }
}
