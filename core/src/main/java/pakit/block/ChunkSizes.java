package pakit.block;

import pakit.error.PakitException;

/// The bounds of content-defined chunks, in bytes. Recorded in the home: the same sizes and the same bytes give the
/// same cuts, always.
///
/// @param minBytes no chunk but the last of a stream is shorter; at least 64, the reach of the rolling hash
/// @param averageBytes the size that normalised chunking aims at; a power of two, at least 256
/// @param maxBytes no chunk is longer; at most [Block#MAX_BYTES]
public record ChunkSizes(int minBytes, int averageBytes, int maxBytes) {
    /// 8 KiB, 32 KiB, 128 KiB.
    public static final ChunkSizes DEFAULT = new ChunkSizes(8 << 10, 32 << 10, 128 << 10);

    private static final int LEAST_MIN = 64;
    private static final int LEAST_AVERAGE = 256;

    /// @throws PakitException.Invalid naming the parameter, its value and its bound
    public ChunkSizes {
        require(minBytes >= LEAST_MIN, "minBytes", minBytes, "must be at least " + LEAST_MIN);
        require(averageBytes >= LEAST_AVERAGE, "averageBytes", averageBytes, "must be at least " + LEAST_AVERAGE);
        require(Integer.bitCount(averageBytes) == 1, "averageBytes", averageBytes, "must be a power of two");
        require(averageBytes >= minBytes, "averageBytes", averageBytes, "must be at least minBytes = " + minBytes);
        require(maxBytes >= averageBytes, "maxBytes", maxBytes, "must be at least averageBytes = " + averageBytes);
        require(maxBytes <= Block.MAX_BYTES, "maxBytes", maxBytes, "must be at most " + Block.MAX_BYTES);
    }

    /// Frozen: the checksum of `home.json` is made of it. Written out, because what the compiler would make of it has
    /// classes made at run time, for 20 ms of every verb.
    @Override
    public String toString() {
        return "ChunkSizes[minBytes=" + minBytes + ", averageBytes=" + averageBytes + ", maxBytes=" + maxBytes + "]";
    }

    private static void require(boolean holds, String parameter, int value, String bound) {
        if (!holds) {
            throw new PakitException.Invalid("chunk size " + parameter + " " + bound + ", found " + value);
        }
    }
}
