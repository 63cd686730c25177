package pakit.ml.experiment;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import pakit.error.PakitException;

/// What came of one arm in one phase. Adding takes no lock and may be done by any number of threads; counts are exact.
final class ArmTally {
    /// Metrics of one experiment; each takes 160 KB an arm while its phase runs.
    static final int METRICS_MAX = 16;

    private final BucketSums impressions;
    private final LogHistogram latencies = new LogHistogram();
    private final Map<String, BucketSums> metrics = new ConcurrentHashMap<>();

    ArmTally() {
        this(new BucketSums());
    }

    private ArmTally(BucketSums impressions) {
        this.impressions = impressions;
    }

    void impression(int bucket) {
        impressions.add(bucket, 1);
    }

    /// @throws PakitException.Refused if there are too many metrics
    void add(String metric, int bucket, double value) {
        if (metric.equals(Goal.LATENCY_MS)) {
            latency(bucket, value);
        } else {
            sums(metric).add(bucket, value);
        }
    }

    void latency(int bucket, double latencyMs) {
        sums(Goal.LATENCY_MS).add(bucket, latencyMs);
        latencies.add(latencyMs);
    }

    /// Where a metric is added up.
    ///
    /// @throws PakitException.Refused if there are too many metrics
    BucketSums sums(String metric) {
        BucketSums sums = metrics.get(metric);
        if (sums == null) {
            if (metrics.size() >= METRICS_MAX) {
                throw new PakitException.Refused("an experiment has at most " + METRICS_MAX + " metrics, " + metric
                        + " is one too many; there are " + metrics.keySet());
            }
            sums = metrics.computeIfAbsent(metric, name -> new BucketSums());
        }
        return sums;
    }

    /// How often anything was counted.
    long events() {
        return impressions.events()
                + metrics.values().stream().mapToLong(BucketSums::events).sum();
    }

    /// As it stands now; while others add, a figure may lack their last event.
    ArmFigures figures() {
        Map<String, BucketSums.Snapshot> snapshots = new ConcurrentHashMap<>();
        metrics.forEach((metric, sums) -> snapshots.put(metric, sums.snapshot()));
        return new ArmFigures(impressions.snapshot(), Map.copyOf(snapshots), LogHistogram.of(latencies.counts()));
    }

    /// Goes on from figures that were kept.
    static ArmTally of(ArmFigures kept) {
        ArmTally tally = new ArmTally(BucketSums.of(kept.impressions()));
        tally.latencies.addAll(kept.latencies());
        kept.metrics().forEach((metric, snapshot) -> tally.metrics.put(metric, BucketSums.of(snapshot)));
        return tally;
    }
}
