package pakit.block;

/// The bounds of content-defined chunks, in bytes. Recorded in the home: the same sizes and the same bytes give the
/// same cuts, always.
///
/// @param minBytes no chunk but the last of a stream is shorter
/// @param averageBytes the size that normalised chunking aims at; a power of two
/// @param maxBytes no chunk is longer
public record ChunkSizes(int minBytes, int averageBytes, int maxBytes) {
    /// 8 KiB, 32 KiB, 128 KiB.
    public static final ChunkSizes DEFAULT = new ChunkSizes(8 << 10, 32 << 10, 128 << 10);
}
