package pakit.ml.alerts;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Evaluates something every few seconds on a thread of its own, whether there are calls or not. A run that takes long
/// delays the next one; they never pile up.
public final class Watch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    private final ScheduledExecutorService thread;

    private Watch(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("pakit-" + name).daemon().factory());
    }

    /// @param name of the thread, after `pakit-`
    /// @param every from the end of one run to the begin of the next; the first comes after as long
    public static Watch start(String name, Runnable evaluation, Duration every) {
        Watch watch = new Watch(name);
        var unused = watch.thread.scheduleWithFixedDelay(
                () -> run(name, evaluation), every.toNanos(), every.toNanos(), TimeUnit.NANOSECONDS);
        return watch;
    }

    /// A run that fails must not end the watch.
    private static void run(String name, Runnable evaluation) {
        try {
            evaluation.run();
        } catch (RuntimeException e) {
            LOG.warn("{} were not evaluated", name, e);
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
