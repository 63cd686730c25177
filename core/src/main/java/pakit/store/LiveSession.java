package pakit.store;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksDBException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// The session that is in use: nobody closes it while somebody uses it, and it can be exchanged for a new one.
///
/// Guarantees: `close` waits for running uses, and uses that come after it began are refused rather than made to wait,
/// also those from within a running use. [#reopens] waits for running uses too, but gives up soon, and uses that come
/// meanwhile go on; only while the new session is opened they wait. Thread-safe.
final class LiveSession implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LiveSession.class);
    private static final int USERS_MAX = Integer.MAX_VALUE;
    private static final int REOPENING_WAIT_SECONDS = 2;

    private final Path directory;
    private final Opening opening;
    private final Semaphore users = new Semaphore(USERS_MAX);
    private final Refusals refusals = new Refusals();
    private final List<Runnable> afterReopening = new CopyOnWriteArrayList<>();
    private volatile @Nullable RocksSession session;
    private volatile boolean closed;

    /// Opens a session.
    interface Opening {
        RocksSession open() throws RocksDBException;
    }

    /// @param opening how it is opened, now and again
    LiveSession(Path directory, Opening opening) throws RocksDBException {
        this.directory = directory;
        this.opening = opening;
        this.session = opening.open();
    }

    /// A use of the session.
    interface Use<T extends @Nullable Object> {
        T of(RocksSession session) throws RocksDBException;
    }

    <T extends @Nullable Object> T use(Use<T> use) {
        if (!users.tryAcquire()) {
            requireOpen();
            users.acquireUninterruptibly();
        }
        try {
            requireOpen();
            return use.of(current());
        } catch (RocksDBException e) {
            throw StoreFailure.of(directory, e);
        } finally {
            users.release();
        }
    }

    /// The session, to be asked for within a use.
    RocksSession current() {
        RocksSession open = session;
        if (open == null) {
            throw new PakitException.Unavailable("the store at " + directory
                    + " could not be opened again after the disk had refused a write: free some space and start again");
        }
        return open;
    }

    /// @throws PakitException.Unavailable once [#close] has begun
    void requireOpen() {
        if (closed) {
            throw new PakitException.Unavailable("the store at " + directory + " is closed");
        }
    }

    /// A database that the disk has refused a write refuses all others from then on, even when there is room again. So
    /// if there is, this closes it and opens it anew, unless uses go on for too long.
    ///
    /// @return whether it was opened anew
    boolean reopens() {
        return !closed && refusals.mayTryAgain(directory) && exchanges();
    }

    private synchronized boolean exchanges() {
        try {
            if (closed || !users.tryAcquire(USERS_MAX, REOPENING_WAIT_SECONDS, TimeUnit.SECONDS)) {
                return false;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        try {
            RocksSession before = session;
            session = null;
            if (before != null) {
                before.close();
            }
            session = opening.open();
        } catch (RocksDBException e) {
            LOG.warn("the store at {} could not be opened again", directory, e);
            return false;
        } finally {
            users.release(USERS_MAX);
        }
        LOG.info("the store at {} was opened again after the disk had refused a write", directory);
        afterReopening.forEach(Runnable::run);
        return true;
    }

    /// Runs `action` each time after the session was exchanged: what was written last may be there or not.
    void afterReopening(Runnable action) {
        afterReopening.add(action);
    }

    /// Writes what is in memory to tables, so that the next start has no log to replay, and releases everything. A
    /// second call does nothing.
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            users.acquireUninterruptibly(USERS_MAX);
            flushAndClose();
        }
    }

    private void flushAndClose() {
        RocksSession open = session;
        if (open == null) {
            return;
        }
        try {
            open.flush();
        } catch (RocksDBException e) {
            throw StoreFailure.of(directory, e);
        } finally {
            open.close();
        }
    }
}
