package pakit.codec;

import java.util.Arrays;

/// A block as it is stored: a header that says how to decode it, and the packed bytes. Frozen format 1:
///
/// ```
/// byte 0      format of the record, 1
/// byte 1      encoding: 0 none, 1 lz4, 2 snappy, 3 zstd
/// 1..4 bytes  plain size, unsigned varint (LEB128), at most 2 MiB
/// encoding's parameters: for zstd one byte, the level that it was packed with
/// the rest    payload
/// ```
///
/// Why so. The simplest record would be the payload alone with the codec kept elsewhere, or guessed from magic bytes;
/// then a block could not be read without a second look-up, or a plain block that happens to start with zstd's magic
/// would be misread. So each record says itself how to read it, and a block can move between stores, homes and backups
/// as one piece of bytes. The format comes first, so that any later layout can be told from this one. The plain size is
/// written because two of the codecs do not bound their output: a reader allocates once, exactly, after checking
/// the bound. The level is written though no decoder needs it, because operators ask what a block cost and models
/// learn from it. Encoding numbers from 4 on are free: an encoding against a base block puts the base's id where zstd
/// puts its level. There is no checksum: the id of the block is one.
///
/// Immutable; shares the array that it was read from.
public final class BlockRecord {
    private final RecordHeader header;
    private final byte[] bytes;

    private BlockRecord(RecordHeader header, byte[] bytes) {
        this.header = header;
        this.bytes = bytes;
    }

    /// Packs `plain`, at most [pakit.block.Block#MAX_BYTES] bytes, by a usable codec.
    public static BlockRecord pack(Codec codec, byte[] plain) {
        byte[] buffer = new byte[RecordHeader.MAX_BYTES + Packing.bound(codec, plain.length)];
        int headerBytes = RecordHeader.write(codec, plain.length, buffer);
        int length = headerBytes + Packing.pack(codec, plain, buffer, headerBytes);
        return new BlockRecord(new RecordHeader(codec, plain.length, headerBytes), Arrays.copyOf(buffer, length));
    }

    /// Reads the header of a stored record; the payload is looked at by [#unpack] only.
    ///
    /// @throws pakit.error.PakitException.Corrupt if `bytes` do not start with a header, or with one of a newer format
    public static BlockRecord read(byte[] bytes) {
        return new BlockRecord(RecordHeader.read(bytes), bytes);
    }

    public Codec codec() {
        return header.codec();
    }

    public int plainBytes() {
        return header.plainBytes();
    }

    /// Length of the whole record.
    public int storedBytes() {
        return bytes.length;
    }

    /// The record itself: read only.
    public byte[] bytes() {
        return bytes;
    }

    /// The plain bytes, in an array of their own.
    ///
    /// @throws pakit.error.PakitException.Corrupt if the payload does not decode to [#plainBytes] bytes
    public byte[] unpack() {
        int from = header.lengthBytes();
        return Packing.unpack(header.codec(), bytes, from, bytes.length - from, header.plainBytes());
    }
}
