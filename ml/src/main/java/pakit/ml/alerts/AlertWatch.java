package pakit.ml.alerts;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Evaluates alerts every few seconds on the thread `pakit-alerts`, whether there are calls or not. A run that takes
/// long delays the next one; they never pile up.
public final class AlertWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);

    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("pakit-alerts").daemon().factory());

    private AlertWatch() {}

    /// @param every from the end of one run to the begin of the next; the first comes after as long
    public static AlertWatch start(Runnable evaluation, Duration every) {
        AlertWatch watch = new AlertWatch();
        var unused = watch.thread.scheduleWithFixedDelay(
                () -> run(evaluation), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return watch;
    }

    /// A run that fails must not end the watch.
    private static void run(Runnable evaluation) {
        try {
            evaluation.run();
        } catch (RuntimeException e) {
            LOG.warn("alerts were not evaluated", e);
        }
    }

    /// Lets a run that has begun end.
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(10, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
