package pakit.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Which dictionaries were in use last: their ids, one after the other. A suggestion; what cannot be read is none.
final class DictionaryNotes {
    private static final Logger LOG = LoggerFactory.getLogger(DictionaryNotes.class);
    private static final byte[] KEY = "dictionaries".getBytes(StandardCharsets.US_ASCII);

    private final RocksDatabase database;

    DictionaryNotes(RocksDatabase database) {
        this.database = database;
    }

    List<BlockId> read() {
        try {
            byte @Nullable [] ids =
                    database.<byte @Nullable []>call(db -> db.get(database.handle(Family.DEFAULT), KEY));
            return ids == null ? List.of() : split(ids);
        } catch (PakitException.Corrupt | PakitException.Invalid e) {
            LOG.debug("the note of dictionaries cannot be read and is left alone", e);
            return List.of();
        }
    }

    private static List<BlockId> split(byte[] ids) {
        return IntStream.range(0, ids.length / BlockId.BINARY_BYTES)
                .map(number -> number * BlockId.BINARY_BYTES)
                .mapToObj(at -> BlockId.fromBytes(Arrays.copyOfRange(ids, at, at + BlockId.BINARY_BYTES)))
                .toList();
    }

    void write(List<BlockId> dictionaries) {
        ByteBuffer ids = ByteBuffer.allocate(dictionaries.size() * BlockId.BINARY_BYTES);
        dictionaries.forEach(id -> ids.put(id.toBytes()));
        database.write(batch -> batch.put(database.handle(Family.DEFAULT), KEY, ids.array()));
    }
}
