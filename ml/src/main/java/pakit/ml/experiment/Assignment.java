package pakit.ml.experiment;

/// Which arm a unit is served by at a given share. Pure.
///
/// Each of `k` treatments owns a `k`-th of the buckets and uses the first of them, so a share that grows only adds
/// units: nobody who was in a treatment leaves it.
///
/// @param bucket of the unit
/// @param arm index of the arm, 0 for control
public record Assignment(int bucket, int arm) {
    /// @param share of each treatment, 0 to 1
    static Assignment of(ExperimentPlan plan, double share, String unit) {
        int bucket = Bucketing.bucket(plan.salt(), unit);
        return new Assignment(bucket, arm(plan.treatments().size(), share, bucket));
    }

    static int arm(int treatments, double share, int bucket) {
        long width = Bucketing.BUCKETS / treatments;
        long owner = Math.min(bucket / width, treatments - 1L);
        long used = Math.min(width, Math.round(share * Bucketing.BUCKETS));
        return bucket - owner * width < used ? (int) owner + 1 : 0;
    }
}
