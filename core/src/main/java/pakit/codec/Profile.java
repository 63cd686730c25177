package pakit.codec;

/// What a home is for: the price of CPU time in bytes, and the codec that is best at that price when nothing else is
/// known. Cost of a choice = bytes + speed × CPU seconds.
///
/// The default codecs are the best fixed codecs measured per speed (docs/RATIONALE.md).
public enum Profile {
    ARCHIVE(1e6, new Codec.Zstd(9)),
    BALANCED(10e6, new Codec.Zstd(3)),
    FAST(250e6, new Codec.Lz4());

    private final double bytesPerCpuSecond;
    private final Codec defaultCodec;

    Profile(double bytesPerCpuSecond, Codec defaultCodec) {
        this.bytesPerCpuSecond = bytesPerCpuSecond;
        this.defaultCodec = defaultCodec;
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
