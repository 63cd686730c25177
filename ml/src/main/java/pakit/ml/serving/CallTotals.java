package pakit.ml.serving;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;

/// What was counted of a model up to some moment. Belongs to one thread, or to whoever holds its lock.
final class CallTotals {
    private static final ErrorKind[] KINDS = ErrorKind.values();

    final long[] errors = new long[KINDS.length];
    final LatencyRecord latency = new LatencyRecord();
    long calls;

    void clear() {
        Arrays.fill(errors, 0);
        latency.clear();
        calls = 0;
    }

    void copy(CallTotals other) {
        System.arraycopy(other.errors, 0, errors, 0, errors.length);
        latency.clear();
        latency.addAll(other.latency);
        calls = other.calls;
    }

    /// Takes away an earlier state of the same totals.
    void subtract(CallTotals earlier) {
        for (int i = 0; i < errors.length; i++) {
            errors[i] -= earlier.errors[i];
        }
        latency.subtract(earlier.latency);
        calls -= earlier.calls;
    }

    ModelMetrics metrics() {
        Map<ErrorKind, Long> kinds = new EnumMap<>(ErrorKind.class);
        long failures = 0;
        for (ErrorKind kind : KINDS) {
            kinds.put(kind, errors[kind.ordinal()]);
            failures += errors[kind.ordinal()];
        }
        long predictions = Math.max(calls, failures); // a call that began before the window may fail within it
        return new ModelMetrics(
                predictions,
                failures,
                kinds,
                predictions == 0 ? 1 : 1 - (double) failures / predictions,
                latency.count(),
                latency.averageMillis(),
                latency.quantileMillis(0.5),
                latency.quantileMillis(0.95),
                latency.quantileMillis(0.99));
    }
}
