package pakit.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import pakit.block.Sketch;

/// Which blocks have which value in which bin of their sketch, so that those that share several are found. On disk
/// alone: what it holds in memory is its part of the database's bounded cache.
///
/// Stored under bin (1 byte) and value (4 bytes, big-endian): the first words of the digests of the [#NEWEST] blocks
/// that came last, newest first, 8 bytes each. A word names a block well enough for a suggestion. Two writers of one
/// entry at a time may lose one of the two words, and words of blocks that are gone stay until a collection drops them:
/// that costs a suggestion, never a byte of a block.
final class SketchIndex {
    /// The prototype's figure: 4 found fewer bases, 16 no better ones.
    private static final int NEWEST = 8;

    private static final int KEY_BYTES = 1 + Integer.BYTES;
    private static final int BATCH = 1000;

    private final RocksDatabase database;

    SketchIndex(RocksDatabase database) {
        this.database = database;
    }

    /// A digest's first word, and in how many bins its block agrees.
    record Vote(long word, int bins) {}

    /// The blocks that agree with `sketch` in at least `binsMin` bins, most first, newest first where they agree in as
    /// many.
    List<Vote> votes(Sketch sketch, int binsMin) {
        Map<Long, Integer> votes = new LinkedHashMap<>();
        for (byte @Nullable [] words : entries(keys(sketch))) {
            for (ByteBuffer rest = words(words); rest.remaining() >= Long.BYTES; ) {
                votes.merge(rest.getLong(), 1, Integer::sum);
            }
        }
        return votes.entrySet().stream()
                .filter(vote -> vote.getValue() >= binsMin)
                .map(vote -> new Vote(vote.getKey(), vote.getValue()))
                .sorted(Comparator.comparingInt(Vote::bins).reversed())
                .toList();
    }

    /// What makes `sketch` lead to the block with this word from now on.
    RocksDatabase.Changes adding(Sketch sketch, long word) {
        List<byte[]> keys = keys(sketch);
        List<byte @Nullable []> entries = entries(keys);
        return batch -> {
            for (int i = 0; i < keys.size(); i++) {
                batch.put(handle(), keys.get(i), withFirst(word, words(entries.get(i))));
            }
        };
    }

    private static byte[] withFirst(long word, ByteBuffer others) {
        ByteBuffer words = ByteBuffer.allocate(NEWEST * Long.BYTES).putLong(word);
        while (others.remaining() >= Long.BYTES && words.hasRemaining()) {
            long other = others.getLong();
            if (other != word) {
                words.putLong(other);
            }
        }
        return prefix(words);
    }

    /// Drops the words that are not `kept`. Killed at any point, it has dropped some of them.
    void retain(LongPredicate kept) {
        List<Change> changes = new ArrayList<>();
        database.scan(Family.SKETCHES, new byte[0], (key, entry) -> {
            ByteBuffer left = ByteBuffer.allocate(entry.length);
            for (ByteBuffer words = words(entry); words.remaining() >= Long.BYTES; ) {
                long word = words.getLong();
                if (kept.test(word)) {
                    left.putLong(word);
                }
            }
            if (left.position() < entry.length) {
                changes.add(new Change(key, prefix(left)));
            }
            if (changes.size() == BATCH) {
                apply(changes);
            }
        });
        apply(changes);
    }

    private record Change(byte[] key, byte[] words) {
        void addTo(WriteBatch batch, ColumnFamilyHandle handle) throws RocksDBException {
            if (words.length == 0) {
                batch.delete(handle, key);
            } else {
                batch.put(handle, key, words);
            }
        }
    }

    private void apply(List<Change> changes) {
        if (!changes.isEmpty()) {
            database.write(batch -> {
                for (Change change : changes) {
                    change.addTo(batch, handle());
                }
            });
            changes.clear();
        }
    }

    private List<byte @Nullable []> entries(List<byte[]> keys) {
        if (keys.isEmpty()) {
            return List.of();
        }
        List<ColumnFamilyHandle> families = Collections.nCopies(keys.size(), handle());
        return new ArrayList<>(database.call(db -> db.multiGetAsList(families, keys)));
    }

    private static List<byte[]> keys(Sketch sketch) {
        List<byte[]> keys = new ArrayList<>(Sketch.BINS);
        for (int bin = 0; bin < Sketch.BINS; bin++) {
            if (sketch.has(bin)) {
                keys.add(ByteBuffer.allocate(KEY_BYTES)
                        .put((byte) bin)
                        .putInt(sketch.value(bin))
                        .array());
            }
        }
        return keys;
    }

    private static ByteBuffer words(byte @Nullable [] entry) {
        return ByteBuffer.wrap(entry == null ? new byte[0] : entry);
    }

    private static byte[] prefix(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.get(0, bytes);
        return bytes;
    }

    private ColumnFamilyHandle handle() {
        return database.handle(Family.SKETCHES);
    }
}
