package pakit.ml.tensor;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import pakit.error.PakitException;

/// Calls that may take any time, on a few threads; whoever asks waits so long and no longer. Thread-safe.
///
/// A call that nobody waits for any more is told to stop, and its answer is dropped: it never had the caller's arrays.
final class BoundedCalls implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    private final String title;
    private final RuntimeSettings settings;
    private final ThreadPoolExecutor threads;

    /// @param title of what is called, for messages and names of threads
    /// @param closed run once after [#close], when the last call has ended
    BoundedCalls(String title, RuntimeSettings settings, Runnable closed) {
        this.title = title;
        this.settings = settings;
        threads =
                new ThreadPoolExecutor(
                        settings.threads(),
                        settings.threads(),
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(settings.queue()),
                        Thread.ofPlatform()
                                .daemon()
                                .name("pakit-runtime " + title + " ", 0)
                                .factory()) {
                    @Override
                    protected void terminated() {
                        closed.run();
                    }
                };
        threads.allowCoreThreadTimeOut(true);
    }

    /// Work that can be told to stop while another thread does it.
    interface Work {
        float[] answer() throws Exception;

        /// Makes [#answer] end soon, whether it has begun, is to begin or has ended.
        void stop();
    }

    /// @throws PakitException.Unavailable if too many are waiting, if there is no answer in time, or if it fails
    float[] call(Work work) {
        FutureTask<float[]> task = new FutureTask<>(work::answer);
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            if (threads.isShutdown()) {
                throw new PakitException.Unavailable(title + " is closed", e);
            }
            throw new PakitException.Unavailable(
                    title + " is busy: " + settings.threads() + " calls are computed and " + settings.queue()
                            + " wait; ask less often, or raise onnx.threads",
                    e);
        }
        return await(task, work);
    }

    private float[] await(FutureTask<float[]> task, Work work) {
        try {
            return task.get(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            abandon(task, work);
            throw new PakitException.Unavailable(
                    title + " gave no answer within " + settings.timeout().toMillis()
                            + " ms; make a quicker version live, or raise onnx.timeout",
                    e);
        } catch (InterruptedException e) {
            abandon(task, work);
            Thread.currentThread().interrupt();
            throw new PakitException.Unavailable("the call of " + title + " was interrupted", e);
        } catch (CancellationException | ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new PakitException.Unavailable(title + " failed: " + cause.getMessage(), cause);
        }
    }

    private void abandon(FutureTask<float[]> task, Work work) {
        task.cancel(false); // what is still waiting is dropped when its turn comes
        threads.remove(task);
        work.stop();
    }

    /// Returns at once: who closes a model may be its last caller.
    @Override
    public void close() {
        threads.shutdown();
    }
}
