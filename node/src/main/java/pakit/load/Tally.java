package pakit.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What one caller saw of a phase; added up to what all saw. Belongs to one thread at a time.
final class Tally {
    private static final int DIGITS = 3;

    private final Histogram nanos = new Histogram(DIGITS);
    private final Map<String, LoadReport.Failures> failures = new TreeMap<>();
    private double sumNanos;
    private long failed;
    private long lastNanos = Long.MIN_VALUE;

    void answered(long startNanos, long endNanos) {
        long waited = Math.max(0, endNanos - startNanos);
        nanos.recordValue(waited);
        sumNanos += waited;
        lastNanos = Math.max(lastNanos, endNanos);
    }

    void failed(LoadTarget.Failed why, long endNanos) {
        failed++;
        failures.merge(
                why.kind(), new LoadReport.Failures(1, String.valueOf(why.getMessage())), LoadReport.Failures::and);
        lastNanos = Math.max(lastNanos, endNanos);
    }

    void add(Tally other) {
        nanos.add(other.nanos);
        sumNanos += other.sumNanos;
        failed += other.failed;
        lastNanos = Math.max(lastNanos, other.lastNanos);
        other.failures.forEach((kind, more) -> failures.merge(kind, more, LoadReport.Failures::and));
    }

    long answered() {
        return nanos.getTotalCount();
    }

    long failed() {
        return failed;
    }

    Map<String, LoadReport.Failures> failures() {
        return failures;
    }

    /// From `beganNanos` to the last answer; 0 if there was none.
    double seconds(long beganNanos) {
        return lastNanos == Long.MIN_VALUE ? 0 : (lastNanos - beganNanos) * 1e-9;
    }

    /// Of the answered requests; null if there was none.
    LoadReport.@Nullable Latency latency() {
        if (answered() == 0) {
            return null;
        }
        return new LoadReport.Latency(
                sumNanos / answered() / 1e6,
                percentile(50),
                percentile(90),
                percentile(95),
                percentile(99),
                percentile(99.9),
                nanos.getMaxValue() / 1e6);
    }

    private double percentile(double percent) {
        return nanos.getValueAtPercentile(percent) / 1e6;
    }
}
