package pakit.block;

import java.nio.ByteBuffer;
import java.util.Arrays;
import pakit.error.PakitException;

/// What blocks have in common, in sixteen numbers: blocks that share most of their content share most of these.
///
/// This is one-permutation MinHash (Li, Owen, Zhang, "One Permutation Hashing", NIPS 2012). A gear hash rolls over the
/// bytes, as in the chunker; where the top five of its low 32 bits are zero, at one position in 32, the last 32 bytes
/// are a feature. Each feature is hashed into one of 16 bins, and each bin keeps its smallest value. Two blocks agree
/// in a bin with the probability that a feature of either is one of both (the Jaccard index). A bin without a feature
/// says nothing: short blocks have some, and filling them from their neighbours (densification) would count one feature
/// twice.
///
/// Features of 64 bytes found fewer bases where changes are scattered (database pages, machine code), those of 20 bytes
/// too many false ones (docs/design/delta.md). Values have 24 bits: with 16, two unrelated blocks in a store of 30
/// million would share every value with 500 others; with 24 it is two. The constants are frozen, because sketches lie
/// in the index on disk; a golden test holds them. Immutable.
public final class Sketch {
    public static final int BINS = 16;

    /// The low bits of a gear hash depend on as many bytes.
    private static final long WINDOW = 0xffff_ffffL;

    private static final int SAMPLE_SHIFT = Integer.SIZE - 5;
    private static final int BIN_SHIFT = Long.SIZE - 4;

    /// The finaliser of SplitMix64 (Steele, Lea, Flood, 2014).
    private static final long MIX_1 = 0xbf58476d1ce4e5b9L;

    private static final long MIX_2 = 0x94d049bb133111ebL;

    private static final int VALUE_BYTES = 3;
    private static final int VALUE_MAX = (1 << Byte.SIZE * VALUE_BYTES) - 1;
    private static final int EMPTY = -1;

    /// In each bin the smallest value, 0 to [#VALUE_MAX], or [#EMPTY].
    private final int[] bins;

    private Sketch(int[] bins) {
        this.bins = bins;
    }

    public static Sketch of(byte[] bytes) {
        int[] bins = new int[BINS];
        Arrays.fill(bins, Integer.MAX_VALUE);
        long[] gear = GearTable.shared();
        long hash = 0;
        for (byte b : bytes) {
            hash = (hash << 1) + gear[b & 0xff];
            long window = hash & WINDOW;
            if (window >>> SAMPLE_SHIFT == 0) {
                long mixed = mix(window);
                int bin = (int) (mixed >>> BIN_SHIFT);
                bins[bin] = Math.min(bins[bin], (int) mixed & VALUE_MAX);
            }
        }
        for (int bin = 0; bin < BINS; bin++) {
            bins[bin] = bins[bin] == Integer.MAX_VALUE ? EMPTY : bins[bin];
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
        return bins[bin];
    }

    /// How many bins have a feature.
    public int features() {
        return (int) Arrays.stream(bins).filter(value -> value != EMPTY).count();
    }

    /// The stored form: two bytes, big-endian, with a bit for each bin that has a value, the first bin's lowest; then
    /// those values, three bytes each.
    public byte[] toBytes() {
        byte[] bytes = new byte[Short.BYTES + VALUE_BYTES * features()];
        ByteBuffer out = ByteBuffer.wrap(bytes).position(Short.BYTES);
        int present = 0;
        for (int bin = 0; bin < BINS; bin++) {
            if (has(bin)) {
                present |= 1 << bin;
                out.put((byte) (bins[bin] >>> 16)).putShort((short) bins[bin]);
            }
        }
        out.putShort(0, (short) present);
        return bytes;
    }

    /// Reads the stored form.
    ///
    /// @throws PakitException.Corrupt if it is none
    public static Sketch fromBytes(byte[] bytes) {
        int present = bytes.length < Short.BYTES ? -1 : ByteBuffer.wrap(bytes).getShort() & 0xffff;
        if (bytes.length != Short.BYTES + VALUE_BYTES * Integer.bitCount(present)) {
            throw new PakitException.Corrupt("a sketch of " + bytes.length + " bytes cannot be");
        }
        ByteBuffer in = ByteBuffer.wrap(bytes).position(Short.BYTES);
        int[] bins = new int[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            bins[bin] = (present >>> bin & 1) == 0 ? EMPTY : (in.get() & 0xff) << 16 | in.getShort() & 0xffff;
        }
        return new Sketch(bins);
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
