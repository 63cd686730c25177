package pakit.dag;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import pakit.error.PakitException;

/// The threads that compute: hash, look for bases, encode, decode. One pool serves all puts and gets of a node, so that
/// many of them at a time share the cores instead of multiplying threads. Tasks run in the order in which they came,
/// and must not wait for each other; who hands them out bounds how many are on their way. Thread-safe.
public final class Workers implements AutoCloseable {
    private final int count;
    private final ExecutorService threads;

    /// @param count at least 1; as many as there are cores is right
    public Workers(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("count must be at least 1, found " + count);
        }
        this.count = count;
        this.threads = Executors.newFixedThreadPool(
                count, Thread.ofPlatform().daemon().name("pakit-work-", 0).factory());
    }

    public int count() {
        return count;
    }

    /// @throws PakitException.Unavailable once [#close] has begun
    void execute(Runnable task) {
        try {
            threads.execute(task);
        } catch (RejectedExecutionException e) {
            throw new PakitException.Unavailable("this node is stopping: try again when it has started anew", e);
        }
    }

    /// Waits for what is on its way. Nothing is interrupted: that would close files under the feet of whoever is told
    /// of outcomes.
    @Override
    public void close() {
        threads.close();
    }
}
