package pakit.codec;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.ToIntFunction;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;
import pakit.block.Block;
import pakit.error.PakitException;

/// The codec libraries behind [Codec], on ranges of arrays so that a record is packed in place.
///
/// Packed bytes are not trusted: the plain size is bounded before anything is allocated, each decoder gets the output's
/// bound, and whatever a decoder complains of becomes [PakitException.Corrupt].
final class Packing {
    private Packing() {}

    /// Loaded by who needs it: its library is unpacked to a file by every process.
    private static final class Lz4 {
        private static final LZ4Compressor PACKER = LZ4Factory.fastestInstance().fastCompressor();
        private static final LZ4SafeDecompressor UNPACKER =
                LZ4Factory.fastestInstance().safeDecompressor();
    }

    /// How many bytes packing `plainSize` bytes can take at most.
    static int bound(Codec codec, int plainSize) {
        return switch (codec) {
            case Codec.None n -> plainSize;
            case Codec.Lz4 l -> Lz4.PACKER.maxCompressedLength(plainSize);
            case Codec.Snappy s -> Snappy.maxCompressedLength(plainSize);
            case Codec.Zstd z -> Math.toIntExact(Zstd.compressBound(plainSize));
        };
    }

    /// Packs `plain` to `out` from `offset` on, where there is room for [#bound] bytes.
    ///
    /// @return how many bytes were written
    static int pack(Codec codec, byte[] plain, byte[] out, int offset) {
        return switch (codec) {
            case Codec.None n -> {
                System.arraycopy(plain, 0, out, offset, plain.length);
                yield plain.length;
            }
            case Codec.Lz4 l -> Lz4.PACKER.compress(plain, 0, plain.length, out, offset, out.length - offset);
            case Codec.Snappy s -> packSnappy(plain, out, offset);
            case Codec.Zstd z -> packZstd(z, plain, out, offset);
        };
    }

    private static int packSnappy(byte[] plain, byte[] out, int offset) {
        try {
            return Snappy.compress(plain, 0, plain.length, out, offset);
        } catch (IOException e) {
            throw new AssertionError("snappy packs from memory to memory", e);
        }
    }

    private static int packZstd(Codec.Zstd codec, byte[] plain, byte[] out, int offset) {
        if (!codec.usable()) {
            throw new PakitException.Invalid("zstd level must be " + Codec.Zstd.MIN_LEVEL + " to "
                    + Codec.Zstd.MAX_LEVEL + ", found " + codec.level());
        }
        return ZstdContexts.compress(codec.level(), plain, out, offset);
    }

    /// Packs `plain` with `base` as raw dictionary, otherwise as [#pack].
    static int packDelta(Codec.Zstd codec, byte[] plain, byte[] base, byte[] out, int offset) {
        return ZstdContexts.compress(codec.level(), plain, base, out, offset);
    }

    /// Packs `plain` with a dictionary, otherwise as [#pack].
    static int packWith(Dictionary dictionary, Codec.Zstd codec, byte[] plain, byte[] out, int offset) {
        return ZstdContexts.compress(dictionary.packing(codec.level()), plain, out, offset);
    }

    /// Unpacks what [#packDelta] packed.
    ///
    /// @throws PakitException.Corrupt if it does not decode to exactly `plainSize` bytes
    static byte[] unpackDelta(byte[] packed, int offset, int length, byte[] base, int plainSize) {
        return unpackDelta(plainSize, plain -> ZstdContexts.decompress(packed, offset, length, base, plain));
    }

    /// Unpacks what [#packWith] packed.
    ///
    /// @throws PakitException.Corrupt as above
    static byte[] unpackWith(Dictionary dictionary, byte[] packed, int offset, int length, int plainSize) {
        return unpackDelta(
                plainSize, plain -> ZstdContexts.decompress(packed, offset, length, dictionary.unpacking(), plain));
    }

    private static byte[] unpackDelta(int plainSize, ToIntFunction<byte[]> decoder) {
        byte[] plain = new byte[plainSize];
        int size;
        try {
            size = decoder.applyAsInt(plain);
        } catch (ZstdException e) {
            throw corruptDelta(plainSize, String.valueOf(e.getMessage()), e);
        }
        if (size != plainSize) {
            throw corruptDelta(plainSize, "they decode to " + size, null);
        }
        return plain;
    }

    private static PakitException.Corrupt corruptDelta(int plainSize, String found, @Nullable Throwable cause) {
        String message = "packed bytes are corrupt: expected a delta of " + plainSize + " plain bytes, found: " + found;
        return cause == null ? new PakitException.Corrupt(message) : new PakitException.Corrupt(message, cause);
    }

    /// Unpacks `length` bytes of `packed` from `offset` on.
    ///
    /// @throws PakitException.Corrupt if they do not decode to exactly `plainSize` bytes
    static byte[] unpack(Codec codec, byte[] packed, int offset, int length, int plainSize) {
        if (plainSize < 0 || plainSize > Block.MAX_BYTES) {
            throw corrupt(codec, plainSize, "a block holds 0 to " + Block.MAX_BYTES + " bytes", null);
        }
        byte[] plain =
                codec instanceof Codec.None ? Arrays.copyOfRange(packed, offset, offset + length) : new byte[plainSize];
        int size = unpackTo(codec, packed, offset, length, plain);
        if (size != plainSize) {
            throw corrupt(codec, plainSize, "they decode to " + size, null);
        }
        return plain;
    }

    private static int unpackTo(Codec codec, byte[] packed, int offset, int length, byte[] plain) {
        try {
            return switch (codec) {
                case Codec.None n -> length;
                case Codec.Lz4 l -> Lz4.UNPACKER.decompress(packed, offset, length, plain, 0, plain.length);
                case Codec.Snappy s -> unpackSnappy(packed, offset, length, plain);
                case Codec.Zstd z -> ZstdContexts.decompress(packed, offset, length, plain);
            };
        } catch (LZ4Exception | IOException | ZstdException e) {
            throw corrupt(codec, plain.length, String.valueOf(e.getMessage()), e);
        }
    }

    /// Snappy's own decoder trusts the size that its data declares, so that size is compared first.
    private static int unpackSnappy(byte[] packed, int offset, int length, byte[] plain) throws IOException {
        int declared = Snappy.uncompressedLength(packed, offset, length);
        return declared == plain.length ? Snappy.uncompress(packed, offset, length, plain, 0) : declared;
    }

    private static PakitException.Corrupt corrupt(Codec codec, int plainSize, String found, @Nullable Throwable cause) {
        String message = "packed bytes are corrupt: expected " + codec.label() + " of " + plainSize
                + " plain bytes, found: " + found;
        return cause == null ? new PakitException.Corrupt(message) : new PakitException.Corrupt(message, cause);
    }
}
