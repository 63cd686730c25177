package pakit.codec;

import java.util.List;

/// A way to pack bytes that the core can always undo. Names are `none`, `lz4`, `snappy` and `zstd-LEVEL`.
public sealed interface Codec {
    /// Bytes as they are.
    record None() implements Codec {}

    /// LZ4 block format.
    record Lz4() implements Codec {}

    /// Snappy block format.
    record Snappy() implements Codec {}

    /// Zstandard frames.
    ///
    /// @param level 1 to 22
    record Zstd(int level) implements Codec {}

    /// The codecs that a compression hint chooses among, in this order everywhere (measurement files, model outputs).
    List<Codec> MENU = List.of(new None(), new Lz4(), new Zstd(1), new Zstd(3), new Zstd(9), new Zstd(15));

    /// Stable text form, as in `zstd-3`.
    default String label() {
        return switch (this) {
            case None n -> "none";
            case Lz4 l -> "lz4";
            case Snappy s -> "snappy";
            case Zstd z -> "zstd-" + z.level();
        };
    }

    /// Reads the text form.
    ///
    /// @throws pakit.error.PakitException.Invalid naming the label, if no such codec is known
    static Codec parse(String label) {
        throw new UnsupportedOperationException();
    }

    /// Packs `plain`; the result decodes with [#unpack] and may be larger than `plain`. Thread-safe.
    default byte[] pack(byte[] plain) {
        throw new UnsupportedOperationException();
    }

    /// Unpacks to exactly `plainSize` bytes.
    ///
    /// @throws pakit.error.PakitException.Corrupt if `packed` does not decode to exactly that many bytes
    default byte[] unpack(byte[] packed, int plainSize) {
        throw new UnsupportedOperationException();
    }
}
