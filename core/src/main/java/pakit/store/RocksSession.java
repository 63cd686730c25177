package pakit.store;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.FlushOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteOptions;

/// The native side of one opening of the database: every handle, and the order in which they are closed. Who uses it
/// sees to it that nobody does when it is closed.
final class RocksSession {
    private final RocksDB db;
    private final AtomicReferenceArray<ColumnFamilyHandle> families;
    private final List<ColumnFamilyDescriptor> descriptors;
    private final Deque<AutoCloseable> handles;
    private final WriteOptions unsynced;

    private RocksSession(
            RocksDB db,
            List<ColumnFamilyHandle> families,
            List<ColumnFamilyDescriptor> descriptors,
            Deque<AutoCloseable> handles) {
        this.db = db;
        this.families = new AtomicReferenceArray<>(families.toArray(ColumnFamilyHandle[]::new));
        this.descriptors = descriptors;
        this.handles = handles;
        this.unsynced = new WriteOptions();
        handles.push(unsynced);
        families.forEach(handles::push);
    }

    /// How much an opening puts up with.
    enum Manner {
        /// Whatever is found wrong ends it.
        STRICT,
        /// Tables may be missing or damaged, as long as nobody reads them. For those who come to mend.
        LENIENT,
        /// Besides, what is damaged in the write-ahead log is left out, and the rest of it taken.
        SALVAGE;

        private boolean isStrict() {
            return this == STRICT;
        }

        private WALRecoveryMode ofLog() {
            return switch (this) {
                case STRICT, LENIENT -> WALRecoveryMode.PointInTimeRecovery;
                case SALVAGE -> WALRecoveryMode.SkipAnyCorruptedRecords;
            };
        }
    }

    static RocksSession open(Path directory, Manner manner) throws RocksDBException {
        Deque<AutoCloseable> handles = new ArrayDeque<>();
        DBOptions options = RocksOptions.database(handles)
                .setParanoidChecks(manner.isStrict())
                .setWalRecoveryMode(manner.ofLog());
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        RocksOptions shared = new RocksOptions(handles);
        for (Family family : Family.values()) {
            descriptors.add(new ColumnFamilyDescriptor(
                    family.storedName(), shared.of(family).setDisableAutoCompactions(!manner.isStrict())));
        }
        List<ColumnFamilyHandle> families = new ArrayList<>();
        try {
            RocksDB db = RocksDB.open(options, directory.toString(), descriptors, families);
            return new RocksSession(db, families, descriptors, handles);
        } catch (RocksDBException e) {
            closeAll(handles);
            throw e;
        }
    }

    RocksDB db() {
        return db;
    }

    ColumnFamilyHandle handle(Family family) {
        return families.get(family.ordinal());
    }

    /// For writes that survive the process; a sync after them lets them survive the machine.
    WriteOptions unsynced() {
        return unsynced;
    }

    /// Empties a family without reading any of it. Who still holds the old handle reads the old entries with it; who
    /// writes with it fails.
    void recreate(Family family) throws RocksDBException {
        db.dropColumnFamily(handle(family));
        ColumnFamilyHandle fresh = db.createColumnFamily(descriptors.get(family.ordinal()));
        synchronized (handles) {
            handles.push(fresh);
        }
        families.set(family.ordinal(), fresh);
    }

    /// Writes what is in memory to tables, so that the next start has no log to replay.
    void flush() throws RocksDBException {
        List<ColumnFamilyHandle> all = new ArrayList<>();
        for (Family family : Family.values()) {
            all.add(handle(family));
        }
        try (FlushOptions waiting = new FlushOptions().setWaitForFlush(true)) {
            db.flush(waiting, all);
        }
    }

    void close() {
        while (handles.peek() instanceof ColumnFamilyHandle) {
            closeQuietly(handles.pop());
        }
        db.close();
        closeAll(handles);
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
