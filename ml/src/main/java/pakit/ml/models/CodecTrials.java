package pakit.ml.models;

import java.util.function.LongSupplier;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;

/// Tries every codec of the menu on a block, the way the store packs it. A time is the least of several runs on one
/// thread: what disturbs a run only ever makes it longer. Belongs to one thread.
public final class CodecTrials {
    private static final int RUNS_MIN = 3;
    private static final int RUNS_MAX = 15;
    private static final long ENOUGH_NANOS = 400_000;

    private final LongSupplier nanos;
    private int sink;

    /// @param nanos a clock that counts while this thread works, in nanoseconds
    public CodecTrials(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /// @param features of the block
    public MeasuredBlock measure(String family, byte[] plain, float[] features) {
        int[] storedBytes = new int[Codec.MENU.size()];
        long[] packNanos = new long[Codec.MENU.size()];
        for (int codec = 0; codec < storedBytes.length; codec++) {
            storedBytes[codec] =
                    Math.min(BlockRecord.pack(Codec.MENU.get(codec), plain).storedBytes(), plain.length);
            packNanos[codec] = packNanos(Codec.MENU.get(codec), plain);
        }
        return new MeasuredBlock(family, plain.length, features, storedBytes, packNanos);
    }

    private long packNanos(Codec codec, byte[] plain) {
        long least = Long.MAX_VALUE;
        long spent = 0;
        for (int run = 0; run < RUNS_MIN || run < RUNS_MAX && spent < ENOUGH_NANOS; run++) {
            long start = nanos.getAsLong();
            sink += BlockRecord.pack(codec, plain).storedBytes();
            long taken = nanos.getAsLong() - start;
            least = Math.min(least, taken);
            spent += taken;
        }
        return least;
    }
}
