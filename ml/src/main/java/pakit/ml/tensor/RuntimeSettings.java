package pakit.ml.tensor;

import java.time.Duration;

/// How graphs are computed that only ONNX Runtime can: it may take any time, so it is asked on threads of its own.
///
/// @param threads of each model; each computes one call
/// @param queue calls of each model that may wait for a thread; one more is refused at once
/// @param timeout after which nobody waits for an answer any more
public record RuntimeSettings(int threads, int queue, Duration timeout) {
    public static final RuntimeSettings STANDARD = new RuntimeSettings(2, 64, Duration.ofMillis(100));

    private static final int THREADS_MAX = 64;
    private static final int QUEUE_MAX = 1 << 16;

    public RuntimeSettings {
        if (threads < 1 || threads > THREADS_MAX) {
            throw new IllegalArgumentException("threads must be 1 to " + THREADS_MAX + ", found " + threads);
        }
        if (queue < 1 || queue > QUEUE_MAX) {
            throw new IllegalArgumentException("queue must be 1 to " + QUEUE_MAX + ", found " + queue);
        }
        if (!timeout.isPositive()) {
            throw new IllegalArgumentException("timeout must be longer than nothing, found " + timeout);
        }
    }
}
