package pakit.store;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.LogFile;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.codec.NativeLibrary;
import pakit.error.PakitException;

/// One open RocksDB with the column families of a home: says in users' words what went wrong, and turns use after
/// [#close] into an error instead of a crash of the process.
///
/// Guarantees: `close` waits for running calls, and calls that come after it began are refused rather than made to
/// wait, also those from within a running call, so that a scan that hands work to other threads cannot lock up with it.
/// Thread-safe.
///
/// Durability. All column families share one write-ahead log. A plain write is in the log, in the operating system's
/// cache, when it returns: it survives the process. [#writeDurably] asks for a sync after it, and RocksDB then syncs
/// all log files that are not synced yet, not only the current one; a log file is dropped only after its tables and
/// blob files are synced. So whatever was written before a durable write is durable when that returns.
final class RocksDatabase implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RocksDatabase.class);
    private static final long SCAN_READAHEAD_BYTES = 2 << 20;

    private final Path directory;
    private final SyncedLog syncedLog;
    private final SyncedManifest manifest;
    private final LiveSession live;

    /// Held while a batch is made and written, so that no family is exchanged in between.
    private final ReadWriteLock families = new ReentrantReadWriteLock();

    private RocksDatabase(Path directory, LiveSession.Opening opening) throws RocksDBException {
        this.directory = directory;
        this.syncedLog = new SyncedLog(directory);
        this.manifest = new SyncedManifest(directory);
        this.live = new LiveSession(directory, opening);
        run(manifest::keep);
    }

    /// Opens or creates the database.
    ///
    /// @throws PakitException.Corrupt if it cannot be read
    /// @throws PakitException.Unavailable if the disk refuses or another process holds it
    static RocksDatabase open(Path directory) {
        NativeLibrary.require("RocksDB", RocksDB::loadLibrary);
        new SyncedManifest(directory).requireSound();
        new SyncedLog(directory).requireSound();
        try {
            return new RocksDatabase(directory, () -> strict(directory));
        } catch (RocksDBException e) {
            throw StoreFailure.opening(directory, e);
        }
    }

    /// As [#open], taking what is there and leaving out what is damaged.
    ///
    /// @throws PakitException.Corrupt if it cannot be read at all, or if its manifest is damaged
    static RocksDatabase salvage(Path directory) {
        NativeLibrary.require("RocksDB", RocksDB::loadLibrary);
        new SyncedManifest(directory).requireSound();
        try {
            return new RocksDatabase(directory, () -> RocksSession.open(directory, RocksSession.Manner.SALVAGE));
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
                new RocksDatabase(directory, () -> RocksSession.open(directory, RocksSession.Manner.LENIENT))) {
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

    /// Runs `call` while the database is open; waits while it is opened again.
    <T extends @Nullable Object> T call(Call<T> call) {
        return live.use(session -> call.run(session.db()));
    }

    /// For work that takes long and may as well be dropped: fails once [#close] has begun.
    void requireOpen() {
        live.requireOpen();
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
        return live.current().handle(family);
    }

    /// Adds changes to a batch.
    interface Changes {
        void addTo(WriteBatch batch) throws RocksDBException;
    }

    /// Writes all of `changes` or nothing. Survives the process.
    ///
    /// If the disk refuses it, the database is opened anew as soon as there is room, and the write tried a second time.
    void write(Changes changes) {
        try {
            writeOnce(changes);
        } catch (PakitException.Unavailable e) {
            if (!live.reopens()) {
                throw e;
            }
            writeOnce(changes);
        }
    }

    private void writeOnce(Changes changes) {
        Lock shared = families.readLock();
        shared.lock();
        try (WriteBatch batch = new WriteBatch()) {
            live.<@Nullable Void>use(session -> {
                changes.addTo(batch);
                session.db().write(session.unsynced(), batch);
                return null;
            });
        } finally {
            shared.unlock();
        }
    }

    /// Writes all of `changes` or nothing. These and all earlier writes survive the machine.
    void writeDurably(Changes changes) {
        write(changes);
        sync();
    }

    /// Makes all earlier writes survive the machine, and keeps how far the log is synced.
    void sync() {
        Optional<PositionFile.Position> reached = endOfLog();
        run(db -> {
            db.flushWal(true);
            manifest.keep(db);
        });
        reached.ifPresent(syncedLog::keep);
    }

    /// Taken while nobody writes, so that it is the end of a record.
    private Optional<PositionFile.Position> endOfLog() {
        return holding(
                families.writeLock(),
                () -> call(RocksDB::getSortedWalFiles).stream()
                        .max(Comparator.comparingLong(LogFile::logNumber))
                        .map(log -> new PositionFile.Position(log.logNumber(), log.sizeFileBytes())));
    }

    private static <T extends @Nullable Object> T holding(Lock lock, Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// Runs `action` each time after the database was opened again: what was written last may be there or not.
    void afterReopening(Runnable action) {
        live.afterReopening(action);
    }

    /// Empties `family` at once, without reading any of it, after `before` is durable. Readers that are under way go on
    /// over the old entries.
    void clear(Family family, Changes before) {
        writeDurably(before);
        holding(families.writeLock(), () -> {
            run(db -> live.current().recreate(family));
            return family;
        });
    }

    /// Gives back what deleted keys take. If the family is emptied meanwhile, there is nothing left to give back:
    /// RocksDB says so by a code of which its Java side knows no name (11.8.1).
    void compact(Family family) {
        run(db -> {
            ColumnFamilyHandle handle = handle(family);
            try {
                db.compactRange(handle);
            } catch (IllegalArgumentException e) {
                if (holding(families.readLock(), () -> handle(family)) == handle) { // and nobody exchanges it just now
                    throw e;
                }
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

    /// As [LiveSession#close].
    @Override
    public void close() {
        live.close();
        manifest.keepClosed();
    }
}
