package pakit.store;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.StampedLock;
import pakit.error.PakitException;

/// Keeps garbage collection away from running puts. A put finds blocks in the store and builds on them long before its
/// root exists; a collection in between would take them for garbage. So a put holds a shared lease from its first block
/// to its root, and a collection holds the exclusive one.
///
/// A lease is a value: it may be closed on another thread than the one that got it, and more than once. Not reentrant:
/// a thread that holds a lease and asks for another may wait for itself. Thread-safe.
public final class StoreGuard {
    private final StampedLock lock = new StampedLock();

    /// The right to put or to collect, until closed.
    public interface Lease extends AutoCloseable {
        @Override
        void close();
    }

    /// A lease to put. Waits while a collection runs.
    public Lease share() {
        long stamp = lock.readLock();
        return once(() -> lock.unlockRead(stamp));
    }

    /// The lease to collect.
    ///
    /// @param wait how long running puts may take to finish; puts that come meanwhile wait too
    /// @throws PakitException.Unavailable if puts are still running after that time
    public Lease exclusive(Duration wait) throws InterruptedException {
        long stamp = lock.tryWriteLock(wait.toNanos(), TimeUnit.NANOSECONDS);
        if (stamp == 0) {
            throw new PakitException.Unavailable("garbage collection waited " + wait.toMillis() + " ms for "
                    + lock.getReadLockCount() + " running puts: try again when they have finished");
        }
        return once(() -> lock.unlockWrite(stamp));
    }

    private static Lease once(Runnable release) {
        AtomicBoolean released = new AtomicBoolean();
        return () -> {
            if (released.compareAndSet(false, true)) {
                release.run();
            }
        };
    }
}
