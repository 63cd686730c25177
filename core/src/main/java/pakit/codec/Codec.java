package pakit.codec;

import java.util.Arrays;
import java.util.List;
import pakit.error.PakitException;

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
    /// Any level can be named, because a level may be what a model said; only a [#usable] one can pack.
    ///
    /// @param level 1 to 22
    record Zstd(int level) implements Codec {
        public static final int MIN_LEVEL = 1;
        public static final int MAX_LEVEL = 22;
    }

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
    /// @throws PakitException.Invalid naming the label, if no such codec is known
    static Codec parse(String label) {
        return switch (label) {
            case "none" -> new None();
            case "lz4" -> new Lz4();
            case "snappy" -> new Snappy();
            default -> parseZstd(label);
        };
    }

    private static Codec parseZstd(String label) {
        if (label.matches("zstd-[1-9][0-9]?")) {
            Codec zstd = new Zstd(Integer.parseInt(label.substring("zstd-".length())));
            if (zstd.usable()) {
                return zstd;
            }
        }
        throw new PakitException.Invalid(
                "unknown codec '" + label + "': expected none, lz4, snappy, or zstd-1 to zstd-" + Zstd.MAX_LEVEL);
    }

    /// Whether this codec can pack: false only for a zstd level outside 1 to 22.
    default boolean usable() {
        return !(this instanceof Zstd zstd) || (zstd.level() >= Zstd.MIN_LEVEL && zstd.level() <= Zstd.MAX_LEVEL);
    }

    /// Packs `plain`; the result decodes with [#unpack] and may be larger than `plain`. Thread-safe.
    ///
    /// @throws PakitException.Invalid if this codec is not [#usable]
    default byte[] pack(byte[] plain) {
        byte[] packed = new byte[Packing.bound(this, plain.length)];
        return Arrays.copyOf(packed, Packing.pack(this, plain, packed, 0));
    }

    /// Unpacks to exactly `plainSize` bytes. Thread-safe; `packed` may come from anyone.
    ///
    /// @throws PakitException.Corrupt if `packed` does not decode to exactly that many bytes
    default byte[] unpack(byte[] packed, int plainSize) {
        return Packing.unpack(this, packed, 0, packed.length, plainSize);
    }
}
