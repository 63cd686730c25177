package pakit.ml.models;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/// Times single calls of a model, each by itself, once they are warm.
final class LatencyMeter {
    private static final int WARM_UP_CALLS = 5_000;
    private static final int SLOW_CALLS_MAX = LatencyFigures.CALLS_WANTED / 20;
    private static final long WARM_UP_NANOS_MAX = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final long slowestNanos;

    /// @param slowest when more than one call in twenty takes that long, enough is known
    LatencyMeter(LongSupplier nanoTime, Duration slowest) {
        this.nanoTime = nanoTime;
        this.slowestNanos = slowest.toNanos();
    }

    /// Asks for `rows` over and over.
    LatencyFigures measure(PakitModel model, List<float[]> rows) {
        float[][] inputs = rows.toArray(float[][]::new);
        float[] output = new float[model.outputs()];
        warmUp(model, inputs, output);
        long[] nanos = new long[LatencyFigures.CALLS_WANTED];
        int slow = 0;
        int calls = 0;
        while (calls < nanos.length && slow <= SLOW_CALLS_MAX) {
            nanos[calls] = time(model, inputs[calls % inputs.length], output);
            slow += nanos[calls] >= slowestNanos ? 1 : 0;
            calls++;
        }
        return LatencyFigures.of(Arrays.copyOf(nanos, calls), slowestNanos);
    }

    private void warmUp(PakitModel model, float[][] inputs, float[] output) {
        long begun = nanoTime.getAsLong();
        for (int i = 0; i < WARM_UP_CALLS && nanoTime.getAsLong() - begun < WARM_UP_NANOS_MAX; i++) {
            time(model, inputs[i % inputs.length], output);
        }
    }

    private long time(PakitModel model, float[] input, float[] output) {
        long begun = nanoTime.getAsLong();
        try {
            model.predict(1, input, output);
        } catch (RuntimeException | LinkageError | AssertionError counted) {
            return nanoTime.getAsLong() - begun; // Answers counts it: the same rows were asked there
        }
        return nanoTime.getAsLong() - begun;
    }
}
