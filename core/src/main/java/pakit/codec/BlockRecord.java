package pakit.codec;

import java.util.Arrays;
import java.util.Optional;
import pakit.error.PakitException;

/// A block as it is stored: a header that says how to decode it, and the packed bytes. Three frozen formats.
///
/// ```
/// byte 0      format of the record: 1, a record that stands alone
/// byte 1      encoding: 0 none, 1 lz4, 2 snappy, 3 zstd
/// 1..4 bytes  plain size, unsigned varint (LEB128), at most 2 MiB
/// encoding's parameters: for zstd one byte, the level that it was packed with
/// the rest    payload
///
/// byte 0      format of the record: 2, a delta
/// byte 1      encoding: 4, zstd with the base's plain bytes as raw dictionary
/// 1..4 bytes  plain size, as above
/// 1 byte      zstd level
/// 1 byte      depth, 1 to 3
/// 36 bytes    id of the base, binary
/// the rest    payload
///
/// byte 0      format of the record: 3
/// byte 1      encoding: 5, as 4 with two bases; 6, zstd with the base as dictionary in zstd's format
/// 1..4 bytes  plain size, as above
/// 1 byte      zstd level
/// 1 byte      depth, 1 to 3; 1 with encoding 6
/// 36 bytes    id of the base, binary
/// 36 bytes    encoding 5 only: id of the second base, whose bytes stand before those of the base
/// the rest    payload
/// ```
///
/// Why so. The simplest record would be the payload alone with the codec kept elsewhere, or guessed from magic bytes;
/// then a block could not be read without a second look-up, or a plain block that happens to start with zstd's magic
/// would be misread. So each record says itself how to read it, and a block can move between stores, homes and backups
/// as one piece of bytes. The format comes first, so that any later layout can be told from this one. The plain size is
/// written because two of the codecs do not bound their output: a reader allocates once, exactly, after checking the
/// bound. The level is written though no decoder needs it, because operators ask what a block cost and models learn
/// from it. Deltas have a format of their own so that a Pakit which knows none refuses them by their format, while
/// everything else stays readable to it. The base's id stands in the header, so that a collection learns what a delta
/// needs without reading payloads. There is no checksum: the id of the block is one.
///
/// Immutable; shares the array that it was read from.
public final class BlockRecord {
    private static final byte[] DICTIONARY_MAGIC = {0x37, (byte) 0xa4, 0x30, (byte) 0xec};

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
        RecordHeader header = new RecordHeader(codec, plain.length, Optional.empty(), headerBytes);
        return new BlockRecord(header, Arrays.copyOf(buffer, length));
    }

    /// Whether these plain bytes can serve as the base of a delta. Empty ones cannot help; zstd takes bytes that begin
    /// like one of its own dictionaries for one, and not for content.
    public static boolean canBeBase(byte[] plain) {
        return plain.length >= DICTIONARY_MAGIC.length && !looksLikeDictionary(plain);
    }

    static boolean looksLikeDictionary(byte[] plain) {
        return plain.length >= DICTIONARY_MAGIC.length
                && Arrays.equals(plain, 0, DICTIONARY_MAGIC.length, DICTIONARY_MAGIC, 0, DICTIONARY_MAGIC.length);
    }

    /// The bytes of two bases as one, for a link that names both.
    public static byte[] joined(byte[] base, byte[] second) {
        byte[] joined = Arrays.copyOf(second, second.length + base.length);
        System.arraycopy(base, 0, joined, second.length, base.length);
        return joined;
    }

    /// Packs `plain` against the plain bytes of `link`'s base, which [#canBeBase]; of two, against them [#joined].
    public static BlockRecord packDelta(Codec.Zstd codec, byte[] plain, DeltaLink link, byte[] base) {
        if (!canBeBase(base)) {
            throw new PakitException.Invalid("block " + link.base() + " cannot be the base of a delta");
        }
        byte[] buffer = new byte[RecordHeader.MAX_BYTES + Packing.bound(codec, plain.length)];
        int headerBytes = RecordHeader.write(codec, plain.length, link, buffer);
        int length = headerBytes + Packing.packDelta(codec, plain, base, buffer, headerBytes);
        RecordHeader header = new RecordHeader(codec, plain.length, Optional.of(link), headerBytes);
        return new BlockRecord(header, Arrays.copyOf(buffer, length));
    }

    /// Packs `plain` with a dictionary.
    public static BlockRecord packWith(Dictionary dictionary, Codec.Zstd codec, byte[] plain) {
        DeltaLink link = DeltaLink.dictionary(dictionary.id());
        byte[] buffer = new byte[RecordHeader.MAX_BYTES + Packing.bound(codec, plain.length)];
        int headerBytes = RecordHeader.write(codec, plain.length, link, buffer);
        int length = headerBytes + Packing.packWith(dictionary, codec, plain, buffer, headerBytes);
        RecordHeader header = new RecordHeader(codec, plain.length, Optional.of(link), headerBytes);
        return new BlockRecord(header, Arrays.copyOf(buffer, length));
    }

    /// Reads the header of a stored record; the payload is looked at by [#unpack] only.
    ///
    /// @throws PakitException.Corrupt if `bytes` do not start with a header, or with one of a newer format
    public static BlockRecord read(byte[] bytes) {
        return new BlockRecord(RecordHeader.read(bytes), bytes);
    }

    public Codec codec() {
        return header.codec();
    }

    /// What a delta builds on; empty for a record that stands alone.
    public Optional<DeltaLink> link() {
        return header.link();
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

    /// The plain bytes of a record that stands alone, in an array of their own.
    ///
    /// @throws PakitException.Corrupt if the payload does not decode to [#plainBytes] bytes, or is a delta
    public byte[] unpack() {
        header.link().ifPresent(link -> {
            throw new PakitException.Corrupt("the record is a delta against block " + link.base());
        });
        int from = header.lengthBytes();
        return Packing.unpack(header.codec(), bytes, from, bytes.length - from, header.plainBytes());
    }

    /// The plain bytes of a delta, in an array of their own. Another base than the one it was packed against gives
    /// other bytes or an error; only the id tells.
    ///
    /// @param base the plain bytes of the base; of two, [#joined]
    /// @throws PakitException.Corrupt if the payload does not decode to [#plainBytes] bytes, or `base` cannot be one
    public byte[] unpack(byte[] base) {
        if (!canBeBase(base)) {
            throw new PakitException.Corrupt("its base is no block that can be one");
        }
        int from = header.lengthBytes();
        return Packing.unpackDelta(bytes, from, bytes.length - from, base, header.plainBytes());
    }

    /// The plain bytes of what was packed with a dictionary, in an array of their own.
    ///
    /// @throws PakitException.Corrupt as above
    public byte[] unpack(Dictionary dictionary) {
        int from = header.lengthBytes();
        return Packing.unpackWith(dictionary, bytes, from, bytes.length - from, header.plainBytes());
    }
}
