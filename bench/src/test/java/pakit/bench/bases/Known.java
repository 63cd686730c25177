package pakit.bench.bases;

import java.util.function.LongSupplier;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;

/// A block of a set, with what each way of finding similar ones needs to know of it.
final class Known {
    private static final int WINDOW_BYTES = 8;
    private static final long MIX = 0x9e3779b97f4a7c15L;

    private final byte[] bytes;
    private final Sketch sketch;
    private final LongSupplier simHash;
    private final int depth;

    private Known(byte[] bytes, Sketch sketch, LongSupplier simHash, int depth) {
        this.bytes = bytes;
        this.sketch = sketch;
        this.simHash = simHash;
        this.depth = depth;
    }

    static Known of(byte[] bytes) {
        return new Known(bytes, Sketch.of(bytes), new OnDemand(bytes), 0);
    }

    Known at(int otherDepth) {
        return new Known(bytes, sketch, simHash, otherDepth);
    }

    byte[] bytes() {
        return bytes;
    }

    Sketch sketch() {
        return sketch;
    }

    long simHash() {
        return simHash.getAsLong();
    }

    int depth() {
        return depth;
    }

    int aloneBytes() {
        int packed = BlockRecord.pack(new Codec.Zstd(3), bytes).storedBytes();
        return Math.min(packed, BlockRecord.pack(new Codec.None(), bytes).storedBytes());
    }

    /// Made when it is first asked for, since it takes longer than all else.
    private static final class OnDemand implements LongSupplier {
        private final byte[] bytes;
        private boolean made;
        private long hash;

        OnDemand(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long getAsLong() {
            if (!made) {
                hash = simHash(bytes);
                made = true;
            }
            return hash;
        }
    }

    /// In each bit the majority of the hashes of all windows.
    private static long simHash(byte[] bytes) {
        int[] votes = new int[Long.SIZE];
        long window = 0;
        for (int i = 0; i < bytes.length; i++) {
            window = window << 8 | bytes[i] & 0xff;
            if (i >= WINDOW_BYTES - 1) {
                long hash = window * MIX;
                hash = (hash ^ hash >>> 29) * MIX;
                for (int bit = 0; bit < Long.SIZE; bit++) {
                    votes[bit] += (hash >>> bit & 1) == 0 ? -1 : 1;
                }
            }
        }
        long sum = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            sum |= votes[bit] > 0 ? 1L << bit : 0;
        }
        return sum;
    }
}
