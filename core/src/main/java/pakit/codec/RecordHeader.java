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

    /// The format of a delta, and the newest. A reader takes this one and older ones.
    static final int DELTA = 2;

    /// No header is longer: format, encoding, plain size in up to four bytes, zstd level, and of a delta its depth and
    /// the id of its base.
    public static final int MAX_BYTES = 7 + 1 + BlockId.BINARY_BYTES;

    private static final int ALONE_MAX_BYTES = 7;
    private static final int SIZE_AT = 2;

    private static final int NONE = 0;
    private static final int LZ4 = 1;
    private static final int SNAPPY = 2;
    private static final int ZSTD = 3;
    private static final int ZSTD_DELTA = 4;

    /// How many bytes of `record`, which need not be well-formed, are enough to read its header.
    public static int enoughBytes(byte[] record) {
        int longest = record.length > 0 && record[0] == DELTA ? MAX_BYTES : ALONE_MAX_BYTES;
        return Math.min(record.length, longest);
    }

    /// Reads the header at the start of `record`, which may be cut off anywhere behind it.
    ///
    /// @throws PakitException.Corrupt if there is none, or one of a newer format
    public static RecordHeader read(byte[] record) {
        int format = byteAt(record, 0);
        if (format != ALONE && format != DELTA) {
            throw new PakitException.Corrupt("block record has format " + format + ", this Pakit reads formats " + ALONE
                    + " and " + DELTA + (format > DELTA ? ": use a newer Pakit" : ""));
        }
        int sizeEnd = SIZE_AT + 1;
        while (byteAt(record, sizeEnd - 1) >= 0x80) {
            sizeEnd++;
        }
        int plainBytes = plainBytes(record, sizeEnd);
        int encoding = byteAt(record, 1);
        if (format == DELTA) {
            return delta(record, encoding, plainBytes, sizeEnd);
        }
        Codec codec = codec(encoding, record, sizeEnd);
        int length = codec instanceof Codec.Zstd ? sizeEnd + 1 : sizeEnd;
        return new RecordHeader(codec, plainBytes, Optional.empty(), length);
    }

    private static RecordHeader delta(byte[] record, int encoding, int plainBytes, int parametersAt) {
        if (encoding != ZSTD_DELTA) {
            throw new PakitException.Corrupt(
                    "block record of format " + DELTA + " has encoding " + encoding + ", expected " + ZSTD_DELTA);
        }
        Codec codec = zstd(byteAt(record, parametersAt));
        int depth = byteAt(record, parametersAt + 1);
        int baseAt = parametersAt + 2;
        int length = baseAt + BlockId.BINARY_BYTES;
        byteAt(record, length - 1);
        try {
            BlockId base = BlockId.fromBytes(Arrays.copyOfRange(record, baseAt, length));
            return new RecordHeader(codec, plainBytes, Optional.of(new DeltaLink(base, depth)), length);
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
        out[0] = DELTA;
        out[1] = ZSTD_DELTA;
        int at = writeSize(plainBytes, out);
        out[at++] = (byte) codec.level();
        out[at++] = (byte) link.depth();
        System.arraycopy(link.base().toBytes(), 0, out, at, BlockId.BINARY_BYTES);
        return at + BlockId.BINARY_BYTES;
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
