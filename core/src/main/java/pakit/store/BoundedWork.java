package pakit.store;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Runs small tasks on a few threads; at most [#AHEAD_PER_THREAD] a thread are waiting, then [#submit] does. The first
/// failure is thrown by the next call. One thread submits, finishes and closes.
final class BoundedWork implements AutoCloseable {
    private static final int AHEAD_PER_THREAD = 64;

    private final ExecutorService threads;
    private final int aheadMax;
    private final Semaphore room;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    BoundedWork(int threads, String name) {
        this.threads = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name(name, 0).factory());
        this.aheadMax = AHEAD_PER_THREAD * threads;
        this.room = new Semaphore(aheadMax);
    }

    void submit(Runnable task) {
        throwFailure();
        room.acquireUninterruptibly();
        threads.execute(() -> run(task));
    }

    private void run(Runnable task) {
        try {
            if (failure.get() == null) {
                task.run();
            }
        } catch (Throwable e) { // also a checked one that nobody declared
            failure.compareAndSet(null, e);
        } finally {
            room.release();
        }
    }

    /// Waits until all tasks are done.
    void finish() throws InterruptedException {
        room.acquire(aheadMax);
        room.release(aheadMax);
        throwFailure();
    }

    private void throwFailure() {
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a task failed: " + e, e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
