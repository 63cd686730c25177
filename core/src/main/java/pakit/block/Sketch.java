package pakit.block;

import java.util.Arrays;

/// What blocks have in common, in sixteen numbers: blocks that share most of their content share most of these.
///
/// This is one-permutation MinHash (Li, Owen, Zhang, "One Permutation Hashing", NIPS 2012). A gear hash rolls over the
/// bytes, as in the chunker; where its top five bits are zero, at one position in 32, the last 64 bytes are a feature.
/// Each feature is hashed into one of 16 bins, and each bin keeps its smallest value. Two blocks agree in a bin with
/// the
/// probability that a feature of either is one of both (the Jaccard index). A bin without a feature says nothing: short
/// blocks have some, and filling them from their neighbours (densification) would count one feature twice.
///
/// Values have 32 bits: with 16, two unrelated blocks in a store of 30 million would share every value with 500 others.
/// The constants are frozen, because sketches lie in the index on disk; a golden test holds them. Immutable.
public final class Sketch {
    public static final int BINS = 16;

    private static final int SAMPLE_SHIFT = Long.SIZE - 5;
    private static final int BIN_SHIFT = Long.SIZE - 4;

    /// The finaliser of SplitMix64 (Steele, Lea, Flood, 2014).
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;

    private static final long MIX_2 = 0x94d049bb133111ebL;

    private static final long EMPTY = -1;

    /// In each bin the smallest value, 0 to 2^32-1, or [#EMPTY].
    private final long[] bins;

    private Sketch(long[] bins) {
        this.bins = bins;
    }

    public static Sketch of(byte[] bytes) {
        long[] bins = new long[BINS];
        Arrays.fill(bins, Long.MAX_VALUE);
        long[] gear = GearTable.shared();
        long hash = 0;
        for (byte b : bytes) {
            hash = (hash << 1) + gear[b & 0xff];
            if (hash >>> SAMPLE_SHIFT == 0) {
                long mixed = mix(hash);
                int bin = (int) (mixed >>> BIN_SHIFT);
                bins[bin] = Math.min(bins[bin], mixed & 0xffff_ffffL);
            }
        }
        for (int bin = 0; bin < BINS; bin++) {
            bins[bin] = bins[bin] == Long.MAX_VALUE ? EMPTY : bins[bin];
        }
        return new Sketch(bins);
    }

    private static long mix(long hash) {
        long mixed = (hash ^ hash >>> 30) * MIX_1;
        mixed = (mixed ^ mixed >>> 27) * MIX_2;
        return mixed ^ mixed >>> 31;
    }

    /// Whether some feature fell into this bin.
    public boolean has(int bin) {
        return bins[bin] != EMPTY;
    }

    /// The smallest value of a bin that [#has] one.
    public int value(int bin) {
        return (int) bins[bin];
    }

    /// In how many bins both have the same value.
    public int shared(Sketch other) {
        int shared = 0;
        for (int bin = 0; bin < BINS; bin++) {
            shared += has(bin) && bins[bin] == other.bins[bin] ? 1 : 0;
        }
        return shared;
    }

    @Override
    public boolean equals(Object object) {
        return object instanceof Sketch other && Arrays.equals(bins, other.bins);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bins);
    }
}
