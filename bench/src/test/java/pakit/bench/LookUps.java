package pakit.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.Codec;
import pakit.codec.Profile;
import pakit.dag.BlockStore;
import pakit.store.Home;
import pakit.store.HomeSettings;

/// How long it takes to find out which stored blocks a new one resembles: made by seed, every second block an edited
/// earlier one, as versions of files are. By the clock, and as CPU time of the thread, which leaves out how long it
/// waited for a processor that others had.
final class LookUps {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final int BLOCK_BYTES = 32 << 10;
    private static final int EDIT_BYTES = 2 << 10;
    private static final int KEPT = 4096;

    private final SplittableRandom random = new SplittableRandom(1);
    private final byte[][] kept = new byte[KEPT][];
    private int made;

    private LookUps() {}

    static List<String> measure(Effort effort) throws IOException {
        int stored = effort == Effort.QUICK ? 2_000 : 100_000;
        int asked = effort == Effort.QUICK ? 500 : 20_000;
        try (ScratchDirectory scratch = ScratchDirectory.make();
                Home home = Home.open(
                        scratch.path().resolve("home"),
                        new HomeSettings(Optional.of(Profile.BALANCED), Optional.empty()),
                        "a benchmark",
                        Instant.now())) {
            return new LookUps().measure(home.blocks(), stored, asked);
        }
    }

    private List<String> measure(BlockStore store, int stored, int asked) {
        // What is under an id does not matter here: no look-up reads it.
        byte[] record = BlockRecord.pack(new Codec.None(), new byte[64]).bytes();
        for (int i = 0; i < stored; i++) {
            byte[] bytes = next();
            kept[i % KEPT] = bytes;
            store.put(Block.raw(bytes).id(), record, Sketch.of(bytes));
        }
        long[][] nanos = new long[4][asked];
        long found = 0;
        for (int i = -asked / 2; i < asked; i++) { // the first for the compiler
            byte[] bytes = next();
            long cpu = THREADS.getCurrentThreadCpuTime();
            long begun = System.nanoTime();
            Sketch sketch = Sketch.of(bytes);
            long sketched = System.nanoTime();
            long cpuSketched = THREADS.getCurrentThreadCpuTime();
            long again = System.nanoTime();
            int similar = store.similar(BlockId.Kind.RAW, sketch).size();
            long ended = System.nanoTime();
            long cpuEnded = THREADS.getCurrentThreadCpuTime();
            if (i >= 0) {
                found += similar > 0 ? 1 : 0;
                nanos[0][i] = ended - again;
                nanos[1][i] = cpuEnded - cpuSketched;
                nanos[2][i] = ended - again + sketched - begun;
                nanos[3][i] = cpuEnded - cpu;
            }
        }
        return List.of(
                String.format(
                        Locale.ROOT,
                        "%,d blocks of 32 KiB in the index; %.0f %% of %,d look-ups found one that is alike.",
                        stored,
                        100.0 * found / asked,
                        asked),
                "",
                "| µs | p50 | p99 | p50 of CPU time | p99 of CPU time |",
                "|---|---:|---:|---:|---:|",
                row("look-up", nanos[0], nanos[1]),
                row("with the sketch of the new block", nanos[2], nanos[3]));
    }

    private static String row(String name, long[] wall, long[] cpu) {
        return String.format(
                Locale.ROOT,
                "| %s | %.1f | %.1f | %.1f | %.1f |",
                name,
                micros(wall, 0.5),
                micros(wall, 0.99),
                micros(cpu, 0.5),
                micros(cpu, 0.99));
    }

    private static double micros(long[] nanos, double share) {
        Arrays.sort(nanos);
        return nanos[(int) (share * (nanos.length - 1))] / 1e3;
    }

    /// Noise, or one of the few thousand that were stored last with a stretch of it replaced.
    private byte[] next() {
        byte[] bytes;
        if (made++ % 2 == 0 || made < KEPT) {
            bytes = new byte[BLOCK_BYTES];
            random.nextBytes(bytes);
        } else {
            bytes = kept[random.nextInt(KEPT)].clone();
            byte[] edit = new byte[EDIT_BYTES];
            random.nextBytes(edit);
            System.arraycopy(edit, 0, bytes, random.nextInt(BLOCK_BYTES - EDIT_BYTES), EDIT_BYTES);
        }
        return bytes;
    }
}
