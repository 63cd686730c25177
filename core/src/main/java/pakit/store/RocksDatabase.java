package pakit.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import pakit.codec.NativeLibrary;
import pakit.error.PakitException;

/// One open RocksDB with the column families of a home: owns every native handle, says in users' words what went wrong,
/// and turns use after [#close] into an error instead of a crash of the process.
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
    private static final int USERS_MAX = Integer.MAX_VALUE;
    private static final long SCAN_READAHEAD_BYTES = 2 << 20;

    private final Path directory;
    private final RocksDB db;
    private final List<ColumnFamilyHandle> families;
    private final Deque<AutoCloseable> handles;
    private final WriteOptions unsynced;
    private final WriteOptions synced;
    private final Semaphore users = new Semaphore(USERS_MAX);
    private volatile boolean closed;

    private RocksDatabase(Path directory, RocksDB db, List<ColumnFamilyHandle> families, Deque<AutoCloseable> handles) {
        this.directory = directory;
        this.db = db;
        this.families = families;
        this.handles = handles;
        this.unsynced = new WriteOptions();
        this.synced = new WriteOptions().setSync(true);
        handles.push(unsynced);
        handles.push(synced);
        families.forEach(handles::push);
    }

    /// Opens or creates the database.
    ///
    /// @throws PakitException.Corrupt if it cannot be read
    /// @throws PakitException.Unavailable if the disk refuses or another process holds it
    static RocksDatabase open(Path directory) {
        NativeLibrary.require("RocksDB", RocksDB::loadLibrary);
        Deque<AutoCloseable> handles = new ArrayDeque<>();
        DBOptions options = RocksOptions.database(handles);
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        RocksOptions shared = new RocksOptions(handles);
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(family.storedName(), shared.of(family)));
        }
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            RocksDB db = RocksDB.open(options, directory.toString(), descriptors, families);
            return new RocksDatabase(directory, db, families, handles);
        } catch (RocksDBException e) {
            closeAll(handles);
            throw StoreFailure.opening(directory, e);
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
            return call.run(db);
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
        return families.get(family.ordinal());
    }

    /// Adds changes to a batch.
    interface Changes {
        void addTo(WriteBatch batch) throws RocksDBException;
    }

    /// Writes all of `changes` or nothing. Survives the process.
    void write(Changes changes) {
        write(changes, unsynced);
    }

    /// Writes all of `changes` or nothing. These and all earlier writes survive the machine.
    void writeDurably(Changes changes) {
        write(changes, synced);
    }

    private void write(Changes changes, WriteOptions options) {
        run(db -> {
            try (WriteBatch batch = new WriteBatch()) {
                changes.addTo(batch);
                db.write(options, batch);
            }
        });
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
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting, families);
        } catch (RocksDBException e) {
            throw StoreFailure.of(directory, e);
        } finally {
            while (handles.peek() instanceof ColumnFamilyHandle) {
                closeQuietly(handles.pop());
            }
            db.close();
            closeAll(handles);
        }
    }

    private static void closeAll(Deque<AutoCloseable> handles) {
        while (!handles.isEmpty()) {
            closeQuietly(handles.pop());
        }
    }

    private static void closeQuietly(AutoCloseable handle) {
        try {
            handle.close();
        } catch (Exception e) {
            throw new AssertionError("native handles close without exceptions", e);
        }
    }
}
