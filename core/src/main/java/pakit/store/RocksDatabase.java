package pakit.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.codec.NativeLibrary;
import pakit.error.PakitException;

/// One open RocksDB with the column families of a home: says in users' words what went wrong, and turns use after
/// [#close] into an error instead of a crash of the process.
///
/// Guarantees: `close` waits for running calls, and calls that come after it began are refused rather than made to
/// wait,
/// also those from within a running call, so that a scan that hands work to other threads cannot lock up with it.
/// Thread-safe.
///
/// Durability. All column families share one write-ahead log. A plain write is in the log, in the operating system's
/// cache, when it returns: it survives the process. [#writeDurably] asks for a synced write, and RocksDB then syncs all
/// log files that are not synced yet, not only the current one; a log file is dropped only after its tables and blob
/// files are synced. So whatever was written before a durable write is durable when that returns.
final class RocksDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksDatabase.class);
    private static final int USERS_MAX = Integer.MAX_VALUE;
    private static final long SCAN_READAHEAD_BYTES = 2 << 20;

    private final Path directory;
    private final RocksSession session;
    private final Semaphore users = new Semaphore(USERS_MAX);

    /// Held while a batch is made and written, so that no family is exchanged in between.
    private final ReadWriteLock families = new ReentrantReadWriteLock();

    private volatile boolean closed;

    private RocksDatabase(Path directory, RocksSession session) {
        this.directory = directory;
        this.session = session;
    }

    /// Opens or creates the database.
    ///
    /// @throws PakitException.Corrupt if it cannot be read
    /// @throws PakitException.Unavailable if the disk refuses or another process holds it
    static RocksDatabase open(Path directory) {
        NativeLibrary.require("RocksDB", RocksDB::loadLibrary);
        try {
            return new RocksDatabase(directory, strict(directory));
        } catch (RocksDBException e) {
            throw StoreFailure.opening(directory, e);
        }
    }

    private static RocksSession strict(Path directory) throws RocksDBException {
        try {
            return RocksSession.open(directory, RocksSession.Manner.STRICT);
        } catch (RocksDBException e) {
            if (StoreFailure.isCorruption(e) && dropsDamagedIndex(directory)) {
                return RocksSession.open(directory, RocksSession.Manner.STRICT);
            }
            throw e;
        }
    }

    /// No block depends on the index of sketches, so damage to it is no reason not to open.
    private static boolean dropsDamagedIndex(Path directory) throws RocksDBException {
        try (RocksDatabase lenient =
                new RocksDatabase(directory, RocksSession.open(directory, RocksSession.Manner.LENIENT))) {
            Optional<String> damage = new IndexUpkeep(lenient, new SketchIndex(lenient)).dropIfDamaged();
            damage.ifPresent(what -> LOG.warn(
                    "{}; the index was dropped, no block is lost by that; pakit verify --reindex makes it anew", what));
            return damage.isPresent();
        }
    }

    /// Work on the open database.
    interface Call<T extends @Nullable Object> {
        T run(RocksDB db) throws RocksDBException;
    }

    /// Runs `call` while the database is open.
    <T extends @Nullable Object> T call(Call<T> call) {
        if (!users.tryAcquire()) {
            throw closedError();
        }
        try {
            requireOpen();
            return call.run(session.db());
        } catch (RocksDBException e) {
            throw StoreFailure.of(directory, e);
        } finally {
            users.release();
        }
    }

    /// For work that takes long and may as well be dropped: fails once [#close] has begun.
    void requireOpen() {
        if (closed) {
            throw closedError();
        }
    }

    private PakitException closedError() {
        return new PakitException.Unavailable("the store at " + directory + " is closed");
    }

    /// Work without an answer.
    interface Action {
        void run(RocksDB db) throws RocksDBException;
    }

    /// Runs `action` while the database is open.
    void run(Action action) {
        this.<@Nullable Void>call(db -> {
            action.run(db);
            return null;
        });
    }

    ColumnFamilyHandle handle(Family family) {
        return session.handle(family);
    }

    /// Adds changes to a batch.
    interface Changes {
        void addTo(WriteBatch batch) throws RocksDBException;
    }

    /// Writes all of `changes` or nothing. Survives the process.
    void write(Changes changes) {
        write(changes, session.unsynced());
    }

    /// Writes all of `changes` or nothing. These and all earlier writes survive the machine.
    void writeDurably(Changes changes) {
        write(changes, session.synced());
    }

    private void write(Changes changes, WriteOptions options) {
        Lock shared = families.readLock();
        shared.lock();
        try (WriteBatch batch = new WriteBatch()) {
            run(db -> {
                changes.addTo(batch);
                db.write(options, batch);
            });
        } finally {
            shared.unlock();
        }
    }

    /// Empties `family` at once, without reading any of it, after `before` is durable. Readers that are under way go on
    /// over the old entries.
    void clear(Family family, Changes before) {
        writeDurably(before);
        Lock exclusive = families.writeLock();
        exclusive.lock();
        try {
            run(db -> session.recreate(family));
        } finally {
            exclusive.unlock();
        }
    }

    /// Gets entries in the order of their keys.
    interface EntryVisitor {
        void visit(byte[] key, byte[] value);
    }

    /// Tells `visitor` all entries of `family` whose key starts with `prefix`, as they were at the time of the call.
    void scan(Family family, byte[] prefix, EntryVisitor visitor) {
        scan(family, prefix, Supplier::get, visitor);
    }

    /// As [#scan(Family, byte\[\], EntryVisitor)], of the time at which `moment` runs what it is given.
    void scan(Family family, byte[] prefix, RunningTotals.Moment moment, EntryVisitor visitor) {
        run(db -> {
            try (ReadOptions options = new ReadOptions().setFillCache(false).setReadaheadSize(SCAN_READAHEAD_BYTES);
                    RocksIterator entries = moment.take(() -> db.newIterator(handle(family), options))) {
                for (entries.seek(prefix); entries.isValid(); entries.next()) {
                    byte[] key = entries.key();
                    if (!startsWith(key, prefix)) {
                        break;
                    }
                    visitor.visit(key, entries.value());
                }
                entries.status();
            }
        });
    }

    /// The value under `key`, or null.
    byte @Nullable [] get(Family family, byte[] key) {
        return this.<byte @Nullable []>call(db -> db.get(handle(family), key));
    }

    /// The first key of `family` that starts with `prefix`, or null.
    byte @Nullable [] firstKey(Family family, byte[] prefix) {
        return this.<byte @Nullable []>call(db -> {
            try (RocksIterator entries = db.newIterator(handle(family))) {
                entries.seek(prefix);
                if (!entries.isValid()) {
                    entries.status();
                    return null;
                }
                byte[] key = entries.key();
                return startsWith(key, prefix) ? key : null;
            }
        });
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
    }

    Path directory() {
        return directory;
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
        try {
            session.flush();
        } catch (RocksDBException e) {
            throw StoreFailure.of(directory, e);
        } finally {
            session.close();
        }
    }
}
