package pakit.codec;

import java.util.Arrays;
import java.util.Locale;
import pakit.error.PakitException;

/// What a home is for: the price of CPU time in bytes, and the codec that is best at that price when nothing else is
/// known. Cost of a choice = bytes + speed × CPU seconds.
///
/// In the order of that price. The default codecs are the best fixed codecs measured per speed (docs/RATIONALE.md).
public enum Profile {
    COLD(0.05e6, new Codec.Zstd(15)),
    ARCHIVE(1e6, new Codec.Zstd(9)),
    BALANCED(10e6, new Codec.Zstd(3)),
    SWIFT(100e6, new Codec.Zstd(1)),
    FAST(250e6, new Codec.Lz4()),
    RAPID(500e6, new Codec.Lz4()),
    MEMORY(2e9, new Codec.None());

    private final double bytesPerCpuSecond;
    private final Codec defaultCodec;

    Profile(double bytesPerCpuSecond, Codec defaultCodec) {
        this.bytesPerCpuSecond = bytesPerCpuSecond;
        this.defaultCodec = defaultCodec;
    }

    /// Stable text form, as in `balanced`.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the text form.
    ///
    /// @throws PakitException.Invalid naming the label, if there is no such profile
    public static Profile parse(String label) {
        for (Profile profile : values()) {
            if (profile.label().equals(label)) {
                return profile;
            }
        }
        throw new PakitException.Invalid("unknown profile '" + label + "': expected one of " + labels());
    }

    /// All text forms, with commas between them.
    public static String labels() {
        return String.join(", ", Arrays.stream(values()).map(Profile::label).toList());
    }

    /// How many stored bytes one second of one core is worth.
    public double bytesPerCpuSecond() {
        return bytesPerCpuSecond;
    }

    public Codec defaultCodec() {
        return defaultCodec;
    }

    /// The cost in bytes of storing `storedBytes` after `cpuNanos` of work.
    public double cost(long storedBytes, long cpuNanos) {
        return storedBytes + bytesPerCpuSecond * cpuNanos * 1e-9;
    }
}
