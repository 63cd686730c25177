package pakit.codec;

import java.util.Arrays;
import java.util.Optional;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// The first bytes of a block record: how it is encoded and how many plain bytes it holds. Read alone where the payload
/// does not matter (statistics, listings, garbage collection).
///
/// @param codec how the payload is packed
/// @param plainBytes 0 to [Block#MAX_BYTES]
/// @param link what a delta builds on; empty for a record that stands alone
/// @param lengthBytes how many bytes the header itself takes; the payload follows
public record RecordHeader(Codec codec, int plainBytes, Optional<DeltaLink> link, int lengthBytes) {
    /// The format of a record that stands alone.
    static final int ALONE = 1;

    /// The format of a delta against one block.
    static final int DELTA = 2;

    /// The format of all else that builds on others, and the newest. A reader takes this one and older ones.
    static final int BUILT = 3;

    private static final int ALONE_MAX_BYTES = 7;

    /// Format, encoding, plain size in up to four bytes, zstd level, depth, the id of the base.
    private static final int DELTA_MAX_BYTES = ALONE_MAX_BYTES + 1 + BlockId.BINARY_BYTES;

    /// No header is longer: the same with a second base.
    public static final int MAX_BYTES = DELTA_MAX_BYTES + BlockId.BINARY_BYTES;

    private static final int SIZE_AT = 2;

    private static final int NONE = 0;
    private static final int LZ4 = 1;
    private static final int SNAPPY = 2;
    private static final int ZSTD = 3;
    private static final int ZSTD_DELTA = 4;
    private static final int ZSTD_TWO_BASES = 5;
    private static final int ZSTD_DICTIONARY = 6;

    /// How many blocks have to be unpacked before this one, as far as its own record knows.
    public int depth() {
        return link.map(DeltaLink::depth).orElse(0);
    }

    /// How many bytes of `record`, which need not be well-formed, are enough to read its header.
    public static int enoughBytes(byte[] record) {
        int longest = switch (record.length < SIZE_AT ? ALONE : record[0]) {
            case DELTA -> DELTA_MAX_BYTES;
            case BUILT -> record[1] == ZSTD_TWO_BASES ? MAX_BYTES : DELTA_MAX_BYTES;
            default -> ALONE_MAX_BYTES;
        };
        return Math.min(record.length, longest);
    }

    /// Reads the header at the start of `record`, which may be cut off anywhere behind it.
    ///
    /// @throws PakitException.Corrupt if there is none, or one of a newer format
    public static RecordHeader read(byte[] record) {
        int format = byteAt(record, 0);
        if (format < ALONE || format > BUILT) {
            throw new PakitException.Corrupt("block record has format " + format + ", this Pakit reads formats " + ALONE
                    + " to " + BUILT + (format > BUILT ? ": use a newer Pakit" : ""));
        }
        int sizeEnd = SIZE_AT + 1;
        while (byteAt(record, sizeEnd - 1) >= 0x80) {
            sizeEnd++;
        }
        int plainBytes = plainBytes(record, sizeEnd);
        int encoding = byteAt(record, 1);
        if (format != ALONE) {
            return built(record, encoding, plainBytes, sizeEnd);
        }
        Codec codec = codec(encoding, record, sizeEnd);
        int length = codec instanceof Codec.Zstd ? sizeEnd + 1 : sizeEnd;
        return new RecordHeader(codec, plainBytes, Optional.empty(), length);
    }

    private static RecordHeader built(byte[] record, int encoding, int plainBytes, int parametersAt) {
        boolean known =
                record[0] == DELTA ? encoding == ZSTD_DELTA : encoding == ZSTD_TWO_BASES || encoding == ZSTD_DICTIONARY;
        if (!known) {
            throw new PakitException.Corrupt("block record of format " + record[0] + " has encoding " + encoding
                    + ", expected " + (record[0] == DELTA ? ZSTD_DELTA : ZSTD_TWO_BASES + " or " + ZSTD_DICTIONARY));
        }
        Codec codec = zstd(byteAt(record, parametersAt));
        int depth = byteAt(record, parametersAt + 1);
        int baseAt = parametersAt + 2;
        int secondAt = baseAt + BlockId.BINARY_BYTES;
        int length = encoding == ZSTD_TWO_BASES ? secondAt + BlockId.BINARY_BYTES : secondAt;
        byteAt(record, length - 1);
        try {
            BlockId base = BlockId.fromBytes(Arrays.copyOfRange(record, baseAt, secondAt));
            Optional<BlockId> second = length == secondAt
                    ? Optional.empty()
                    : Optional.of(BlockId.fromBytes(Arrays.copyOfRange(record, secondAt, length)));
            DeltaLink.Way way = encoding == ZSTD_DICTIONARY ? DeltaLink.Way.DICTIONARY : DeltaLink.Way.DELTA;
            return new RecordHeader(codec, plainBytes, Optional.of(new DeltaLink(way, base, second, depth)), length);
        } catch (PakitException.Invalid e) {
            throw new PakitException.Corrupt("block record declares a delta that cannot be: " + e.getMessage(), e);
        }
    }

    private static int plainBytes(byte[] record, int sizeEnd) {
        if (sizeEnd > SIZE_AT + 4) {
            throw new PakitException.Corrupt(
                    "block record's plain size takes " + (sizeEnd - SIZE_AT) + " bytes, expected at most 4");
        }
        int plainBytes = 0;
        for (int at = sizeEnd - 1; at >= SIZE_AT; at--) {
            plainBytes = plainBytes << 7 | (record[at] & 0x7f);
        }
        if (plainBytes > Block.MAX_BYTES) {
            throw new PakitException.Corrupt(
                    "block record declares " + plainBytes + " plain bytes, expected at most " + Block.MAX_BYTES);
        }
        return plainBytes;
    }

    private static Codec codec(int encoding, byte[] record, int parameterAt) {
        return switch (encoding) {
            case NONE -> new Codec.None();
            case LZ4 -> new Codec.Lz4();
            case SNAPPY -> new Codec.Snappy();
            case ZSTD -> zstd(byteAt(record, parameterAt));
            default ->
                throw new PakitException.Corrupt("block record has encoding " + encoding + ", expected 0 to " + ZSTD);
        };
    }

    private static Codec zstd(int level) {
        Codec codec = new Codec.Zstd(level);
        if (!codec.usable()) {
            throw new PakitException.Corrupt(
                    "block record declares " + codec.label() + ", expected a level of 1 to 22");
        }
        return codec;
    }

    private static int byteAt(byte[] record, int index) {
        if (index >= record.length) {
            throw new PakitException.Corrupt("block record ends after " + record.length + " bytes, inside its header");
        }
        return record[index] & 0xff;
    }

    /// Writes the header of a record of `plainBytes` packed by `codec` to the start of `out`.
    ///
    /// @return its length
    static int write(Codec codec, int plainBytes, byte[] out) {
        out[0] = ALONE;
        out[1] = (byte) encoding(codec);
        int at = writeSize(plainBytes, out);
        if (codec instanceof Codec.Zstd zstd) {
            out[at++] = (byte) zstd.level();
        }
        return at;
    }

    /// Writes the header of a delta to the start of `out`.
    ///
    /// @return its length
    static int write(Codec.Zstd codec, int plainBytes, DeltaLink link, byte[] out) {
        out[0] = (byte) (encoding(link) == ZSTD_DELTA ? DELTA : BUILT);
        out[1] = (byte) encoding(link);
        int at = writeSize(plainBytes, out);
        out[at++] = (byte) codec.level();
        out[at++] = (byte) link.depth();
        for (BlockId base : link.bases()) {
            System.arraycopy(base.toBytes(), 0, out, at, BlockId.BINARY_BYTES);
            at += BlockId.BINARY_BYTES;
        }
        return at;
    }

    private static int encoding(DeltaLink link) {
        return switch (link.way()) {
            case DICTIONARY -> ZSTD_DICTIONARY;
            case DELTA -> link.second().isPresent() ? ZSTD_TWO_BASES : ZSTD_DELTA;
        };
    }

    private static int writeSize(int plainBytes, byte[] out) {
        int at = SIZE_AT;
        int rest = plainBytes;
        for (; rest >= 0x80; rest >>>= 7) {
            out[at++] = (byte) (rest | 0x80);
        }
        out[at++] = (byte) rest;
        return at;
    }

    private static int encoding(Codec codec) {
        return switch (codec) {
            case Codec.None n -> NONE;
            case Codec.Lz4 l -> LZ4;
            case Codec.Snappy s -> SNAPPY;
            case Codec.Zstd z -> ZSTD;
        };
    }
}
