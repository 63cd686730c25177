package pakit.ml.serving;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import pakit.error.PakitException;

/// Changes of models: one at a time for each model, none before the server has started or once it stops. Calls of
/// models take no turn. Thread-safe.
final class Turns {
    private final Map<String, Object> turns = new ConcurrentHashMap<>();
    private final ReadWriteLock lifecycle = new ReentrantReadWriteLock();
    private volatile boolean running;

    /// @throws PakitException.Unavailable if the server is not running
    <T> T take(String model, Supplier<T> change) {
        Lock started = lifecycle.readLock();
        started.lock();
        try {
            if (!running) {
                throw new PakitException.Unavailable("model server is not running: start it before changing " + model);
            }
            synchronized (turns.computeIfAbsent(model, name -> new Object())) {
                return change.get();
            }
        } finally {
            started.unlock();
        }
    }

    /// Starts, and lets changes in.
    void begin(Runnable start) {
        lifecycle.writeLock().lock();
        try {
            start.run();
            running = true;
        } finally {
            lifecycle.writeLock().unlock();
        }
    }

    /// Waits for running changes and lets no more in, then stops.
    void end(Runnable stop) {
        lifecycle.writeLock().lock();
        try {
            running = false;
            stop.run();
        } finally {
            lifecycle.writeLock().unlock();
        }
    }

    boolean running() {
        return running;
    }
}
