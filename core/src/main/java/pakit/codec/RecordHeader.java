package pakit.codec;

import pakit.block.Block;
import pakit.error.PakitException;

/// The first bytes of a block record: how it is encoded and how many plain bytes it holds. Read alone where the payload
/// does not matter (statistics, listings).
///
/// @param codec how the payload is packed
/// @param plainBytes 0 to [Block#MAX_BYTES]
/// @param lengthBytes how many bytes the header itself takes; the payload follows
public record RecordHeader(Codec codec, int plainBytes, int lengthBytes) {
    /// The format that is written. A reader takes this one and older ones.
    static final int FORMAT = 1;

    /// No header is longer: format, encoding, plain size in up to four bytes, zstd level.
    public static final int MAX_BYTES = 7;

    private static final int SIZE_AT = 2;

    private static final int NONE = 0;
    private static final int LZ4 = 1;
    private static final int SNAPPY = 2;
    private static final int ZSTD = 3;

    /// Reads the header at the start of `record`, which may be cut off anywhere behind it.
    ///
    /// @throws PakitException.Corrupt if there is none, or one of a newer format
    public static RecordHeader read(byte[] record) {
        int format = byteAt(record, 0);
        if (format != FORMAT) {
            throw new PakitException.Corrupt("block record has format " + format + ", this Pakit reads format " + FORMAT
                    + (format > FORMAT ? ": use a newer Pakit" : ""));
        }
        int sizeEnd = SIZE_AT + 1;
        while (byteAt(record, sizeEnd - 1) >= 0x80) {
            sizeEnd++;
        }
        int plainBytes = plainBytes(record, sizeEnd);
        Codec codec = codec(byteAt(record, 1), record, sizeEnd);
        return new RecordHeader(codec, plainBytes, codec instanceof Codec.Zstd ? sizeEnd + 1 : sizeEnd);
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
        Codec codec = switch (encoding) {
            case NONE -> new Codec.None();
            case LZ4 -> new Codec.Lz4();
            case SNAPPY -> new Codec.Snappy();
            case ZSTD -> new Codec.Zstd(byteAt(record, parameterAt));
            default ->
                throw new PakitException.Corrupt("block record has encoding " + encoding + ", expected 0 to " + ZSTD);
        };
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
        int at = 0;
        out[at++] = FORMAT;
        out[at++] = (byte) encoding(codec);
        int rest = plainBytes;
        for (; rest >= 0x80; rest >>>= 7) {
            out[at++] = (byte) (rest | 0x80);
        }
        out[at++] = (byte) rest;
        if (codec instanceof Codec.Zstd zstd) {
            out[at++] = (byte) zstd.level();
        }
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
