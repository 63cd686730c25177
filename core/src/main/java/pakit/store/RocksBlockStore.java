package pakit.store;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.CompactRangeOptions;
import org.rocksdb.MutableColumnFamilyOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.RecordHeader;
import pakit.dag.BlockStore;
import pakit.dag.DedupRule;
import pakit.error.PakitException;
import pakit.hint.SimilarBlock;

/// Block records in RocksDB. Each block has its record in one column family and its [BlockHead] in another, written
/// together; blocks that others may be packed against also lead their sketches to them. Thread-safe; made by [Home].
public final class RocksBlockStore implements BlockStore {
    private static final byte[] ALL = {};
    private static final int STRIPES = 256;
    private static final double GARBAGE_SHARE = 0.1;

    private static final MutableColumnFamilyOptions BLOB_REWRITING_ON = MutableColumnFamilyOptions.builder()
            .setEnableBlobGarbageCollection(true)
            .setBlobGarbageCollectionAgeCutoff(1.0)
            .build();
    private static final MutableColumnFamilyOptions BLOB_REWRITING_OFF = MutableColumnFamilyOptions.builder()
            .setEnableBlobGarbageCollection(false)
            .build();

    private final RocksDatabase database;
    private final SketchIndex sketches;
    private final DictionaryNotes dictionaries;
    private final Object[] stripes = new Object[STRIPES];
    private final RunningTotals totals = new RunningTotals();
    private final IndexUpkeep upkeep;

    RocksBlockStore(RocksDatabase database) {
        this.database = database;
        this.sketches = new SketchIndex(database);
        this.dictionaries = new DictionaryNotes(database);
        this.upkeep = new IndexUpkeep(database, sketches);
        database.afterReopening(totals::forget);
        database.afterReopening(sketches::removed);
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    @Override
    public boolean contains(BlockId id) {
        return head(id).isPresent();
    }

    @Override
    public Optional<byte[]> get(BlockId id) {
        byte[] key = id.toBytes();
        try {
            return Optional.ofNullable(database.get(Family.BLOCKS, key));
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("block " + id + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean put(BlockId id, byte[] record) {
        return put(id, record, batch -> {});
    }

    @Override
    public boolean put(BlockId id, byte[] record, Sketch sketch) {
        int depth = RecordHeader.read(record).depth();
        boolean fresh = put(id, record, sketches.adding(sketch, id, depth));
        if (fresh) {
            sketches.added(sketch, id, depth);
        }
        return fresh;
    }

    /// Puts of one id wait for each other, so that exactly one of them finds it new.
    private boolean put(BlockId id, byte[] record, RocksDatabase.Changes further) {
        synchronized (stripes[id.hashCode() & (STRIPES - 1)]) {
            if (contains(id)) {
                return false;
            }
            byte[] key = id.toBytes();
            byte[] head = BlockHead.of(record);
            totals.adding(
                    head,
                    () -> database.write(batch -> {
                        batch.put(database.handle(Family.BLOCKS), key, record);
                        batch.put(database.handle(Family.HEADS), key, head);
                        further.addTo(batch);
                    }));
            return true;
        }
    }

    @Override
    public List<SimilarBlock> similar(BlockId.Kind kind, Sketch sketch) {
        return SimilarVotes.chosen(votes(kind, sketch)).stream()
                .flatMap(vote -> first(kind, vote.word()).map(vote::block).stream())
                .toList();
    }

    /// An index that cannot be read is dropped, and the block finds nothing that it resembles.
    private List<SketchTable.Vote> votes(BlockId.Kind kind, Sketch sketch) {
        long drops = upkeep.drops();
        try {
            return sketches.votes(kind, sketch, DedupRule.BESIDE_MIN);
        } catch (PakitException.Corrupt e) {
            upkeep.dropOnce(drops, String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    @Override
    public List<BlockId> dictionaries() {
        return dictionaries.read();
    }

    @Override
    public void useDictionaries(List<BlockId> used) {
        dictionaries.write(used);
    }

    /// The first block of `kind` whose digest starts with `word`.
    private Optional<BlockId> first(BlockId.Kind kind, long word) {
        byte @Nullable [] key = database.firstKey(Family.HEADS, BlockId.prefix(kind, word));
        return Optional.ofNullable(key).map(BlockId::fromBytes);
    }

    /// Lets nobody find these blocks by their sketches any more.
    void forgetSketches(Collection<BlockId> ids) {
        sketches.forget(ids);
    }

    /// The state of the index of sketches, and the ways to mend it.
    IndexUpkeep index() {
        return upkeep;
    }

    /// Tells `visitor` the records from the first on that is not before `from`, going around what cannot be read.
    ///
    /// @return how many times something could not be read
    long scanRecords(byte[] from, PatientScan.Visitor visitor) {
        return new PatientScan(database, Family.BLOCKS).from(from, visitor);
    }

    /// Writes the head anew that a block's record has, if it has another one or none.
    ///
    /// @return whether it was to be mended
    boolean mendHead(BlockId id) {
        synchronized (stripes[id.hashCode() & (STRIPES - 1)]) {
            Optional<byte[]> record = get(id);
            if (record.isEmpty() || Arrays.equals(BlockHead.of(record.get()), readableHead(id))) {
                return false;
            }
            byte[] key = id.toBytes();
            database.write(batch -> batch.put(database.handle(Family.HEADS), key, BlockHead.of(record.get())));
            totals.forget();
            return true;
        }
    }

    private byte @Nullable [] readableHead(BlockId id) {
        try {
            return head(id).orElse(null);
        } catch (PakitException.Corrupt damaged) {
            return null;
        }
    }

    /// The stored form of the block's [BlockHead], or empty if there is no such block.
    Optional<byte[]> head(BlockId id) {
        byte[] key = id.toBytes();
        return Optional.ofNullable(database.get(Family.HEADS, key));
    }

    /// Length of the plain block, read from its head alone; empty if there is no such block.
    public Optional<Integer> plainBytes(BlockId id) {
        return head(id).map(stored -> BlockHead.read(stored).header().plainBytes());
    }

    @Override
    public void delete(BlockId id) {
        deleteAll(List.of(id));
    }

    /// Deletes all of `ids` or none.
    void deleteAll(Collection<BlockId> ids) {
        List<byte[]> keys = ids.stream().distinct().map(BlockId::toBytes).toList();
        if (!keys.isEmpty()) {
            totals.removing(
                    () -> heads(keys),
                    () -> database.write(batch -> {
                        for (byte[] key : keys) {
                            batch.delete(database.handle(Family.BLOCKS), key);
                            batch.delete(database.handle(Family.HEADS), key);
                        }
                        for (BlockId id : ids) {
                            sketches.removing(id).addTo(batch);
                        }
                    }));
            sketches.removed();
        }
    }

    /// The stored heads of those keys that are there.
    private List<byte[]> heads(List<byte[]> keys) {
        return database
                .call(db -> db.multiGetAsList(Collections.nCopies(keys.size(), database.handle(Family.HEADS)), keys))
                .stream()
                .filter(Objects::nonNull)
                .toList();
    }

    @Override
    public void forEach(BiConsumer<BlockId, byte[]> visitor) {
        database.scan(Family.BLOCKS, ALL, (key, record) -> visitor.accept(BlockId.fromBytes(key), record));
    }

    /// Calls `visitor` with the id and the stored form of the [BlockHead] of every block, in the order of ids; reads no
    /// record.
    void forEachHead(BiConsumer<BlockId, byte[]> visitor) {
        database.scan(Family.HEADS, ALL, (key, head) -> visitor.accept(BlockId.fromBytes(key), head));
    }

    /// Calls `visitor` with every id, in order; reads no record.
    public void forEachId(Consumer<BlockId> visitor) {
        forEachHead((id, head) -> visitor.accept(id));
    }

    /// What all blocks add up to. The first call reads all heads, later ones cost nothing.
    ///
    /// @throws PakitException.Corrupt if a head cannot be read
    public BlockTotals totals() {
        return totals.counted((moment, visitor) -> database.scan(Family.HEADS, ALL, moment, (key, head) -> {
            database.requireOpen();
            visitor.accept(BlockHead.read(head));
        }));
    }

    /// As [#totals()], if they were counted before; never counts.
    public Optional<BlockTotals> knownTotals() {
        return totals.latest();
    }

    @Override
    public void sync() {
        database.sync();
    }

    /// Gives the space of deleted blocks back to the disk. Dropping the deleted keys is cheap. Rewriting the blob files
    /// copies every record that is left, so that is done only if at least [#GARBAGE_SHARE] of their bytes is garbage;
    /// less than that waits for the next collection.
    void reclaim() {
        List.of(Family.HEADS, Family.SKETCHES, Family.BLOCKS).forEach(database::compact);
        database.run(db -> {
            ColumnFamilyHandle blocks = database.handle(Family.BLOCKS);
            long garbage = db.getLongProperty(blocks, "rocksdb.live-blob-file-garbage-size");
            if (garbage > 0 && garbage >= GARBAGE_SHARE * db.getLongProperty(blocks, "rocksdb.live-blob-file-size")) {
                rewriteBlobs(db, blocks);
            }
        });
    }

    /// Blob garbage collection is off otherwise: without overwriting there is nothing for it to do in ordinary
    /// compactions, but it would move old records all the same.
    private static void rewriteBlobs(RocksDB db, ColumnFamilyHandle blocks) throws RocksDBException {
        db.setOptions(blocks, BLOB_REWRITING_ON);
        try (CompactRangeOptions everything = new CompactRangeOptions()
                .setBottommostLevelCompaction(CompactRangeOptions.BottommostLevelCompaction.kForce)) {
            db.compactRange(blocks, null, null, everything);
        } finally {
            db.setOptions(blocks, BLOB_REWRITING_OFF);
        }
    }

    RocksDatabase database() {
        return database;
    }

    /// Closes the database, for roots too.
    @Override
    public void close() {
        database.close();
    }
}
