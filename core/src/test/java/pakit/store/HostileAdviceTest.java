package pakit.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.Profile;
import pakit.dag.BlockCache;
import pakit.dag.DagBackend;
import pakit.dag.Exploration;

/// A fuzzer plays advisor and index, on several threads, over a home that is put to, read, removed from and collected.
/// No byte is ever wrong, nothing stays behind, and what a hint may cost is bounded.
///
/// How many hinted blocks: `-Dpakit.test.hostileAdvice=1000000` for the long mode, which takes about half an hour.
class HostileAdviceTest {
    private static final int BLOCKS_IN_SHORT = 4000;

    private static final int BLOCKS = Integer.getInteger("pakit.test.hostileAdvice", BLOCKS_IN_SHORT);
    private static final int THREADS = 4;
    private static final int BLOCKS_A_ROUND = 250;
    private static final int ROOTS_KEPT = 3;
    private static final long CACHE_BYTES = 1 << 20;

    /// Two attempts with a second base, and two that a hint names; a chain is followed for sixteen links and no
    /// further, and once more to say what is wrong with it.
    private static final int READS_MAX = (2 + 1 + 2) * 2 * 17;

    /// What the JVM itself takes and gives back meanwhile. In the long mode it is 64 bytes a block.
    private static final long NATIVE_BYTES_MAX = 64L << 20;

    /// In the long mode eight bytes a block.
    private static final long HEAP_BYTES_MAX = 8L << 20;

    @TempDir
    Path directory;

    @Test
    void noAdviceCostsAByteOrLeavesAnythingBehind() throws Exception {
        run(directory.resolve("first"), THREADS * BLOCKS_A_ROUND);
        NativeUse before = NativeUse.now();
        long worst = run(directory.resolve("second"), BLOCKS);
        NativeUse after = NativeUse.now();
        assertThat(after.openFiles()).isLessThanOrEqualTo(before.openFiles());
        assertThat(after.mallocBytes() - before.mallocBytes()).isLessThan(NATIVE_BYTES_MAX);
        assertThat(after.heapBytes() - before.heapBytes()).isLessThan(HEAP_BYTES_MAX);
        if (BLOCKS > BLOCKS_IN_SHORT) {
            System.out.printf(
                    "%,d hinted blocks: native memory %+,d bytes, heap %+,d, the core took %,d µs at most for one%n",
                    BLOCKS,
                    after.mallocBytes() - before.mallocBytes(),
                    after.heapBytes() - before.heapBytes(),
                    worst / 1000);
        }
    }

    /// @param blocks that the advisor is to be asked about
    /// @return the most nanoseconds that a block took beside the advisor's own
    private static long run(Path directory, int blocks) throws Exception {
        long worst = 0;
        long hinted = 0;
        try (Home home = Homes.open(directory);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            Deque<Root> roots = new ArrayDeque<>();
            Deque<List<Block>> contents = new ArrayDeque<>();
            for (int round = 0; hinted < blocks; round++) {
                List<Block> leaves = new ArrayList<>();
                try (StoreGuard.Lease put = home.guard().share()) {
                    for (Putting putting : putAll(home, threads, round)) {
                        leaves.addAll(putting.stored);
                        worst = Math.max(worst, putting.worstNanos);
                        hinted += putting.hinted;
                    }
                    roots.add(Forest.root(home, "r" + round, leaves));
                }
                contents.add(leaves);
                if (roots.size() > ROOTS_KEPT) {
                    home.roots().remove(roots.remove());
                    contents.remove();
                    collect(home);
                    contents.forEach(kept -> readable(home, kept, ids(kept)));
                }
            }
            contents.forEach(kept -> readable(home, kept, ids(kept)));
            assertThat(home.blocks().totals().deltas().blocks()).isPositive();
            roots.forEach(home.roots()::remove);
            collect(home);
            nothingIsLeft(home);
        }
        return worst;
    }

    private static List<Putting> putAll(Home home, ExecutorService threads, int round) throws Exception {
        List<Putting> all = new ArrayList<>();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            Putting putting = new Putting(home, new Random(31L * round + thread));
            all.add(putting);
            running.add(threads.submit(putting));
        }
        for (Future<?> one : running) {
            one.get();
        }
        all.forEach(putting -> readable(home, putting.stored, putting.known));
        return all;
    }

    /// One thread that puts new blocks, versions of them and blocks that are there already.
    private static final class Putting implements Runnable {
        private final Random random;
        private final HostileAdvisor advisor;
        private final HostileIndex store;
        private final DagBackend backend;
        private final List<BlockId> known;
        private final List<Block> stored = new ArrayList<>();
        private long worstNanos;
        private long hinted;

        private Putting(Home home, Random random) {
            this.random = random;
            this.known = new ArrayList<>(HostileIndex.damage(home.blocks(), random));
            this.store = new HostileIndex(home.blocks(), random, known);
            this.advisor = new HostileAdvisor(random, store::any);
            this.backend = new DagBackend(store, profile(), outcome -> {}, System::nanoTime);
        }

        private Profile profile() {
            return random.nextInt(4) == 0 ? Profile.ARCHIVE : Profile.BALANCED;
        }

        @Override
        public void run() {
            for (int i = 0; i < BLOCKS_A_ROUND; i++) {
                Block block = next();
                long advised = advisor.nanos();
                long asked = advisor.asked();
                long reads = store.reads();
                long start = System.nanoTime();
                backend.process(block, advisor);
                worstNanos = Math.max(worstNanos, System.nanoTime() - start - (advisor.nanos() - advised));
                assertThat(store.reads() - reads).isLessThanOrEqualTo(READS_MAX);
                hinted += advisor.asked() > asked ? 1 : 0;
                stored.add(block);
                known.add(block.id());
            }
            Thread.interrupted(); // the advisor's doing
        }

        private Block next() {
            int kind = stored.isEmpty() ? 0 : random.nextInt(6);
            return switch (kind) {
                case 0 -> Block.raw(HostileIndex.noise(random, random.nextInt(random.nextInt(8) == 0 ? 60_000 : 4000)));
                case 1 ->
                    Block.raw(
                            "the same words again\n".repeat(random.nextInt(400)).getBytes(StandardCharsets.US_ASCII));
                case 2 -> any();
                default -> edited(any());
            };
        }

        private Block any() {
            return stored.get(random.nextInt(stored.size()));
        }

        private Block edited(Block block) {
            byte[] bytes = Arrays.copyOf(block.bytes(), block.sizeBytes() + 1);
            bytes[random.nextInt(bytes.length)] += (byte) (1 + random.nextInt(255));
            return Block.raw(bytes);
        }
    }

    /// Reads all blocks through a cache into which is fetched ahead what a hostile advisor names.
    ///
    /// @param ids that it names among others
    private static void readable(Home home, List<Block> blocks, List<BlockId> ids) {
        Random random = new Random(blocks.size());
        HostileIndex names = new HostileIndex(home.blocks(), random, List.copyOf(ids));
        try (DagBackend reader = new DagBackend(
                home.blocks(),
                Profile.BALANCED,
                DagBackend.Deltas.NONE,
                Exploration.none(),
                new BlockCache(CACHE_BYTES),
                outcome -> {},
                System::nanoTime)) {
            reader.prefetch(new HostileAdvisor(random, names::any));
            for (Block block : blocks) {
                assertThat(Arrays.equals(reader.read(block.id()).bytes(), block.bytes()))
                        .as("block %s", block.id())
                        .isTrue();
            }
        }
    }

    private static List<BlockId> ids(List<Block> blocks) {
        return blocks.stream().map(Block::id).toList();
    }

    private static void collect(Home home) throws InterruptedException {
        new GarbageCollector(home, Forest::links).collect(Duration.ZERO);
    }

    private static void nothingIsLeft(Home home) throws Exception {
        assertThat(home.blocks().totals().blocks()).isZero();
        Set<String> left = new HashSet<>();
        home.blocks().database().scan(Family.SKETCHES, new byte[0], (key, value) -> left.add(Arrays.toString(key)));
        assertThat(left).isEmpty();
        String snapshots = home.blocks().database().call(db -> db.getProperty("rocksdb.num-snapshots"));
        assertThat(snapshots).isEqualTo("0");
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("pakit-prefetch");
        home.guard().exclusive(Duration.ZERO).close();
    }
}
