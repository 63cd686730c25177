package pakit.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import pakit.block.BlockId;
import pakit.block.Sketch;

/// The sketches of blocks that others may be packed against, and which of these blocks are like a new one.
///
/// On disk under kind (1 byte: 32 leaf, 33 node of a tree) and the first word of the digest (8 bytes): the stored form
/// of the sketch, at most 50 bytes, and the depth of the block's record in one more unless it is 0. It is written and
/// deleted with its block, in one batch; a word names a block well enough for a suggestion. Whatever else is known is
/// made of these when somebody first asks: a [SketchTable] for leaves and one for nodes. Making them takes one to four
/// microseconds a block, also each time they have outgrown their room by half; whoever comes meanwhile waits. What is
/// lost or wrong here costs a suggestion, never a byte of a block. Thread-safe.
final class SketchIndex {
    private static final byte LEAF = 32;
    private static final byte NODE = 33;
    private static final int KEY_BYTES = 1 + Long.BYTES;

    /// Until format 2 of a home, keys began with the number of a bin, and values were of another kind of sketch.
    private static final byte[] OLDER = {0};

    private static final int LEAVES_MIN = 1 << 10;
    private static final int NODES_MIN = 1 << 7;

    private final RocksDatabase database;
    private volatile @Nullable Tables tables;

    SketchIndex(RocksDatabase database) {
        this.database = database;
    }

    private record Tables(SketchTable leaves, SketchTable nodes) {
        SketchTable of(BlockId.Kind kind) {
            return switch (kind) {
                case RAW -> leaves;
                case DAG_PB -> nodes;
            };
        }

        boolean isFull() {
            return leaves.isFull() || nodes.isFull();
        }
    }

    /// What [SketchTable#votes] finds among blocks of `kind`.
    List<SketchTable.Vote> votes(BlockId.Kind kind, Sketch sketch, int binsMin) {
        return tables().of(kind).votes(sketch, binsMin);
    }

    /// What has to be written with the block `id`, so that `sketch` leads to it. Once it is written, tell [#added].
    ///
    /// @param depth of the record under which the block is stored
    RocksDatabase.Changes adding(Sketch sketch, BlockId id, int depth) {
        return batch -> batch.put(handle(), key(id), value(sketch, depth));
    }

    synchronized void added(Sketch sketch, BlockId id, int depth) {
        Tables known = tables;
        if (known != null) {
            known.of(id.kind()).add(sketch, id.digestWord(0), depth);
            if (known.isFull()) {
                tables = load();
            }
        }
    }

    /// What has to be written so that no sketch leads to `id` any more. Once it is written, tell [#removed].
    RocksDatabase.Changes removing(BlockId id) {
        return batch -> batch.delete(handle(), key(id));
    }

    /// Removes `ids` whether their blocks stay or not.
    void forget(Collection<BlockId> ids) {
        if (!ids.isEmpty()) {
            database.write(batch -> {
                for (BlockId id : ids) {
                    removing(id).addTo(batch);
                }
            });
            removed();
        }
    }

    synchronized void removed() {
        tables = null;
    }

    /// How much memory is held for how many blocks, once somebody has asked.
    synchronized long memoryBytes() {
        Tables known = tables;
        return known == null ? 0 : known.leaves.memoryBytes() + known.nodes.memoryBytes();
    }

    private Tables tables() {
        Tables known = tables;
        return known != null ? known : loadOnce();
    }

    private synchronized Tables loadOnce() {
        Tables known = tables;
        if (known == null) {
            known = load();
            tables = known;
        }
        return known;
    }

    /// Makes tables of all that is on disk, with half as much room again. What is on disk is counted first: to begin
    /// small and grow reads an index of half a million blocks sixteen times.
    private Tables load() {
        dropOlder();
        Tables made;
        do {
            made = withRoom();
            fill(made);
        } while (made.isFull());
        return made;
    }

    private Tables withRoom() {
        int[] count = new int[2];
        database.scan(Family.SKETCHES, new byte[0], (key, value) -> {
            if (key.length == KEY_BYTES) {
                count[key[0] == LEAF ? 0 : 1]++;
            }
        });
        return new Tables(new SketchTable(room(count[0], LEAVES_MIN)), new SketchTable(room(count[1], NODES_MIN)));
    }

    private static int room(int blocks, int least) {
        return Math.clamp(blocks + blocks / 2L + 1, least, Integer.MAX_VALUE);
    }

    private void fill(Tables empty) {
        database.scan(Family.SKETCHES, new byte[0], (key, value) -> {
            if (key.length == KEY_BYTES) {
                SketchTable table = key[0] == LEAF ? empty.leaves : empty.nodes;
                table.add(sketch(value), ByteBuffer.wrap(key).getLong(1), depth(value));
            }
        });
    }

    private void dropOlder() {
        if (database.firstKey(Family.SKETCHES, OLDER) != null) {
            database.run(db -> db.deleteRange(handle(), OLDER, new byte[] {LEAF}));
        }
    }

    /// Forgets everything at once, reading nothing, after `before` is durable.
    void clear(RocksDatabase.Changes before) {
        database.clear(Family.SKETCHES, before);
        removed();
    }

    /// A sketch takes two bytes more than a multiple of three, so that one byte more tells that a depth follows.
    private static byte[] value(Sketch sketch, int depth) {
        byte[] stored = sketch.toBytes();
        if (depth == 0) {
            return stored;
        }
        byte[] deeper = Arrays.copyOf(stored, stored.length + 1);
        deeper[stored.length] = (byte) depth;
        return deeper;
    }

    private static boolean hasDepth(byte[] value) {
        return value.length > 0 && value.length % 3 == 0;
    }

    private static int depth(byte[] value) {
        return hasDepth(value) ? value[value.length - 1] & 0x7f : 0;
    }

    private static Sketch sketch(byte[] value) {
        return Sketch.fromBytes(hasDepth(value) ? Arrays.copyOf(value, value.length - 1) : value);
    }

    private static byte[] key(BlockId id) {
        byte kind = switch (id.kind()) {
            case RAW -> LEAF;
            case DAG_PB -> NODE;
        };
        return ByteBuffer.allocate(KEY_BYTES)
                .put(kind)
                .putLong(id.digestWord(0))
                .array();
    }

    private ColumnFamilyHandle handle() {
        return database.handle(Family.SKETCHES);
    }
}
