package pakit.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import pakit.codec.RecordHeader;
import pakit.error.PakitException;

/// What the store knows of a record without reading it: its length and its first bytes, enough to read its header.
/// Stored as the length in four bytes, big-endian, then the first bytes.
///
/// @param storedBytes length of the whole record
/// @param header how it is encoded
record BlockHead(int storedBytes, RecordHeader header) {
    /// The stored form for `record`, which need not be well-formed.
    static byte[] of(byte[] record) {
        int length = RecordHeader.enoughBytes(record);
        return ByteBuffer.allocate(Integer.BYTES + length)
                .putInt(record.length)
                .put(record, 0, length)
                .array();
    }

    /// Length of the whole record, from the stored form.
    static int storedBytes(byte[] stored) {
        return stored.length < Integer.BYTES ? 0 : ByteBuffer.wrap(stored).getInt();
    }

    /// Plain bytes of the block, from the stored form; 0 if it cannot say.
    static int plainBytes(byte[] stored) {
        try {
            return read(stored).header().plainBytes();
        } catch (PakitException.Corrupt damaged) {
            return 0;
        }
    }

    /// @throws PakitException.Corrupt if the record starts with no header that this Pakit reads
    static BlockHead read(byte[] stored) {
        byte[] start =
                stored.length < Integer.BYTES ? new byte[0] : Arrays.copyOfRange(stored, Integer.BYTES, stored.length);
        RecordHeader header = RecordHeader.read(start);
        return new BlockHead(storedBytes(stored), header);
    }
}
