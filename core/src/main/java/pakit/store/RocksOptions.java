package pakit.store;

import java.util.Deque;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.WALRecoveryMode;

/// How RocksDB is set up, with its bounds. Native memory: 64 MiB of cache (data, index and filter blocks together) and
/// about 160 MiB of write buffers, whatever the size of the store; 512 open files; 12 MiB of information log.
///
/// Records are packed already, so nothing is compressed again. Log recovery stops at the first torn entry, as a killed
/// machine leaves it; nothing that was acknowledged as durable lies behind it.
final class RocksOptions {
    private static final long MEBI = 1 << 20;
    private static final long CACHE_BYTES = 64 * MEBI;
    private static final long WRITE_BUFFERS_BYTES = 160 * MEBI;
    private static final long WAL_BYTES = 256 * MEBI;
    private static final long INFO_LOG_BYTES = 4 * MEBI;
    private static final int INFO_LOG_FILES = 3;
    private static final int OPEN_FILES = 512;
    private static final int BACKGROUND_JOBS = 2;

    /// Ten bits a key: one false positive in a hundred look-ups of an unknown block.
    private static final double BLOOM_BITS = 10;

    /// Smaller records, most deltas among them, stay beside their keys: as blobs each would cost about 80 bytes more,
    /// and a second read.
    private static final long MIN_BLOB_BYTES = 4 << 10;

    private final Deque<AutoCloseable> handles;
    private final Cache cache;
    private final BloomFilter bloom;

    RocksOptions(Deque<AutoCloseable> handles) {
        this.handles = handles;
        this.cache = kept(handles, new LRUCache(CACHE_BYTES));
        this.bloom = kept(handles, new BloomFilter(BLOOM_BITS));
    }

    static DBOptions database(Deque<AutoCloseable> handles) {
        return kept(handles, new DBOptions())
                .setCreateIfMissing(true)
                .setCreateMissingColumnFamilies(true)
                .setParanoidChecks(true)
                .setWalRecoveryMode(WALRecoveryMode.PointInTimeRecovery)
                .setDbWriteBufferSize(WRITE_BUFFERS_BYTES)
                .setMaxTotalWalSize(WAL_BYTES)
                .setMaxOpenFiles(OPEN_FILES)
                .setMaxFileOpeningThreads(1) // of the default, 16 are started for each family at each opening
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                .setBytesPerSync(MEBI)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(INFO_LOG_BYTES)
                .setKeepLogFileNum(INFO_LOG_FILES)
                .setStatsDumpPeriodSec(0);
    }

    ColumnFamilyOptions of(Family family) {
        ColumnFamilyOptions options = kept(handles, new ColumnFamilyOptions())
                .setCompressionType(CompressionType.NO_COMPRESSION)
                .setTableFormatConfig(table());
        return switch (family) {
            case BLOCKS ->
                options.setWriteBufferSize(64 * MEBI)
                        .setEnableBlobFiles(true)
                        .setMinBlobSize(MIN_BLOB_BYTES)
                        .setBlobCompressionType(CompressionType.NO_COMPRESSION);
            case HEADS -> options.setWriteBufferSize(8 * MEBI);
            case SKETCHES -> options.setWriteBufferSize(16 * MEBI);
            case ROOTS, DEFAULT -> options.setWriteBufferSize(MEBI);
        };
    }

    private BlockBasedTableConfig table() {
        return new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setCacheIndexAndFilterBlocks(true)
                .setPinL0FilterAndIndexBlocksInCache(true)
                .setFilterPolicy(bloom);
    }

    private static <T extends AutoCloseable> T kept(Deque<AutoCloseable> handles, T handle) {
        handles.push(handle);
        return handle;
    }
}
