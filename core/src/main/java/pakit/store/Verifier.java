package pakit.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.BlockReader;
import pakit.error.PakitException;

/// Checks all that a home stores: the database's own checksums, every block against its id, every link of every root.
/// A delta is checked with all that it builds on, so a lost base is named by every block that needs it.
///
/// A check changes nothing and runs beside reads and puts; garbage collection waits for it. What it finds is held in 16
/// bytes a damaged block; a repair holds 100.
public final class Verifier {
    private static final int PROBLEMS_MAX = 1_000_000;

    private final Home home;
    private final Function<Block, List<BlockId>> links;
    private final int threads;

    /// @param links the ids that a block links to, in any order
    /// @param threads how many blocks are read and hashed at a time
    public Verifier(Home home, Function<Block, List<BlockId>> links, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
        this.home = home;
        this.links = links;
        this.threads = threads;
    }

    /// How much is checked, and how much is said of it. Tables and links are checked all the same: it is the reading of
    /// blocks that takes time.
    ///
    /// @param percent of the blocks that are read, above 0 to 100
    /// @param random which ones
    /// @param problemsMax how many problems are described; the others are counted
    public record Extent(double percent, RandomGenerator random, int problemsMax) {
        public static final int PROBLEMS_DEFAULT = 1000;

        public Extent {
            if (!(percent > 0 && percent <= 100)) {
                throw new PakitException.Invalid("percent must be above 0 and at most 100, found " + percent);
            }
            if (problemsMax < 0 || problemsMax > PROBLEMS_MAX) {
                throw new PakitException.Invalid("limit must be from 0 to " + PROBLEMS_MAX + ", found " + problemsMax);
            }
        }

        public static Extent whole(int problemsMax) {
            return new Extent(100, new SplittableRandom(0), problemsMax);
        }

        private boolean takesNext() {
            return percent == 100 || random.nextDouble() * 100 < percent;
        }
    }

    /// Something that is not as it was stored.
    ///
    /// @param id the block, or the file or directory of the database
    /// @param what what was expected and found
    public record Problem(String id, String what) {}

    /// What a verification found.
    ///
    /// @param checkedBytes plain bytes of the blocks that are as their ids say
    /// @param problems the first ones; none means that everything is as it was stored
    /// @param furtherProblems how many more there are
    /// @param damaged whether a block was found lost or damaged
    public record Verified(
            long checkedBlocks,
            long checkedBytes,
            List<Problem> problems,
            long furtherProblems,
            Predicate<BlockId> damaged) {
        public Verified {
            problems = List.copyOf(problems);
        }

        public boolean clean() {
            return problems.isEmpty() && furtherProblems == 0;
        }
    }

    /// @param progress told the plain bytes of each checked block, on several threads
    public Verified verify(LongConsumer progress) throws InterruptedException {
        return verify(Extent.whole(Extent.PROBLEMS_DEFAULT), progress);
    }

    /// @param progress told the plain bytes of each checked block, on several threads
    public Verified verify(Extent extent, LongConsumer progress) throws InterruptedException {
        return verify(extent, progress, (id, fault) -> {});
    }

    /// As [#verify(Extent, LongConsumer)].
    ///
    /// @param faulty told, on several threads, of each block that is there and has a fault
    Verified verify(Extent extent, LongConsumer progress, BiConsumer<BlockId, Fault> faulty)
            throws InterruptedException {
        Run run = new Run(extent, progress, faulty);
        try (StoreGuard.Lease lease = home.guard().share()) {
            List<Root> roots = home.roots().list();
            run.checkTables();
            run.checkBlocks();
            run.checkLinks(roots);
        }
        return run.verified();
    }

    /// What can be wrong with a block that is there.
    enum Fault {
        /// Its bytes are lost.
        UNREADABLE,
        /// Its bytes are as they should be.
        HEAD
    }

    private final class Run implements Reachability.Findings {
        private final Extent extent;
        private final LongConsumer progress;
        private final BiConsumer<BlockId, Fault> faulty;
        private final BlockReader reader = new BlockReader(home.blocks());
        private final AtomicLong checkedBlocks = new AtomicLong();
        private final AtomicLong checkedBytes = new AtomicLong();
        private final List<Problem> problems = new ArrayList<>();
        private final LeafSet damaged = new LeafSet();
        private long furtherProblems;

        Run(Extent extent, LongConsumer progress, BiConsumer<BlockId, Fault> faulty) {
            this.extent = extent;
            this.progress = progress;
            this.faulty = faulty;
        }

        void checkTables() {
            new TableCheck(home.blocks().database())
                    .of(family -> true)
                    .forEach(damage -> report(damage.file().toString(), damage.sentence()));
            if (home.blocks().index().unfinished().isPresent()) {
                report(
                        home.layout().blocks().toString(),
                        "the index of sketches is not whole, so new blocks find fewer to build on; no block is lost by"
                                + " that, and pakit verify --reindex makes it anew");
            }
        }

        void checkBlocks() throws InterruptedException {
            try (BoundedWork work = new BoundedWork(threads, "pakit-verify-")) {
                long gaps = new PatientScan(home.blocks().database(), Family.HEADS).from(new byte[0], (key, head) -> {
                    if (extent.takesNext()) {
                        BlockId id = BlockId.fromBytes(key);
                        work.submit(() -> check(id, head));
                    }
                    return true;
                });
                work.finish();
                if (gaps > 0) {
                    report(
                            home.layout().blocks().toString(),
                            "heads of blocks cannot be read in " + gaps + " places; pakit verify --repair"
                                    + " restores them from the blocks");
                }
            }
        }

        private void check(BlockId id, byte[] head) {
            checkedBlocks.incrementAndGet();
            try {
                Optional<byte[]> record = home.blocks().get(id);
                if (record.isPresent()) {
                    checkRecord(id, record.get(), head);
                } else if (home.blocks().contains(id)) {
                    reportDamaged(id, "its record is missing");
                    faulty.accept(id, Fault.UNREADABLE);
                }
            } catch (PakitException.Corrupt e) {
                reportDamaged(id, String.valueOf(e.getMessage()));
                faulty.accept(id, Fault.UNREADABLE);
            }
        }

        private void checkRecord(BlockId id, byte[] record, byte[] head) {
            int plainBytes = reader.decode(id, record).sizeBytes();
            checkedBytes.addAndGet(plainBytes);
            progress.accept(plainBytes);
            if (!Arrays.equals(BlockHead.of(record), head)) {
                report(id.toString(), "its head does not match its record");
                faulty.accept(id, Fault.HEAD);
            }
        }

        void checkLinks(List<Root> roots) {
            Reachability live = new Reachability(home.blocks(), links, this);
            roots.stream().map(Root::id).distinct().forEach(live::walk);
        }

        @Override
        public void missing(BlockId id, BlockId root) {
            if (isThere(id)) {
                report(id.toString(), "root " + root + " needs it and its head is missing");
                faulty.accept(id, Fault.HEAD);
            } else {
                reportDamaged(id, "root " + root + " needs it and it is missing");
            }
        }

        private boolean isThere(BlockId id) {
            try {
                return home.blocks().get(id).isPresent();
            } catch (PakitException.Corrupt unreadable) {
                return false;
            }
        }

        @Override
        public void unreadable(BlockId id, BlockId root, String what) {
            reportDamaged(id, "root " + root + " needs it: " + what);
        }

        private synchronized void reportDamaged(BlockId id, String what) {
            damaged.add(id.digestWord(0));
            report(id.toString(), what);
        }

        private synchronized void report(String id, String what) {
            if (problems.size() < extent.problemsMax()) {
                problems.add(new Problem(id, what));
            } else {
                furtherProblems++;
            }
        }

        synchronized Verified verified() {
            return new Verified(
                    checkedBlocks.get(),
                    checkedBytes.get(),
                    problems,
                    furtherProblems,
                    id -> damaged.contains(id.digestWord(0)));
        }
    }
}
