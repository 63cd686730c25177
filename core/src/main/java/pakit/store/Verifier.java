package pakit.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.BlockReader;
import pakit.error.PakitException;

/// Checks all that a home stores: the database's own checksums, every block against its id, every link of every root.
/// A delta is checked with all that it builds on, so a lost base is named by every block that needs it. Changes
/// nothing. Runs beside reads and puts; garbage collection waits for it.
public final class Verifier {
    private static final int PROBLEMS_MAX = 1000;

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

    /// Something that is not as it was stored.
    ///
    /// @param id the block, or the directory of the database
    /// @param what what was expected and found
    public record Problem(String id, String what) {}

    /// What a verification found.
    ///
    /// @param checkedBytes plain bytes of the blocks that are as their ids say
    /// @param problems the first 1000; none means that everything is as it was stored
    /// @param furtherProblems how many more there are
    public record Verified(long checkedBlocks, long checkedBytes, List<Problem> problems, long furtherProblems) {
        public Verified {
            problems = List.copyOf(problems);
        }

        public boolean clean() {
            return problems.isEmpty();
        }
    }

    /// @param progress told the plain bytes of each checked block, on several threads
    public Verified verify(LongConsumer progress) throws InterruptedException {
        Run run = new Run(progress);
        try (StoreGuard.Lease lease = home.guard().share()) {
            List<Root> roots = home.roots().list();
            run.checkTables();
            run.checkBlocks();
            run.checkLinks(roots);
        }
        return run.verified();
    }

    private final class Run implements Reachability.Findings {
        private final LongConsumer progress;
        private final BlockReader reader = new BlockReader(home.blocks());
        private final AtomicLong checkedBlocks = new AtomicLong();
        private final AtomicLong checkedBytes = new AtomicLong();
        private final List<Problem> problems = new ArrayList<>();
        private long furtherProblems;

        Run(LongConsumer progress) {
            this.progress = progress;
        }

        void checkTables() {
            try {
                home.blocks().verifyTables();
            } catch (PakitException.Corrupt e) {
                report(home.layout().blocks().toString(), e);
            }
        }

        void checkBlocks() throws InterruptedException {
            try (BoundedWork work = new BoundedWork(threads, "pakit-verify-")) {
                home.blocks().forEachHead((id, head) -> work.submit(() -> check(id, head)));
                work.finish();
            } catch (PakitException.Corrupt e) {
                report(home.layout().blocks().toString(), e);
            }
        }

        private void check(BlockId id, byte[] head) {
            checkedBlocks.incrementAndGet();
            try {
                @Nullable String problem = problemOf(id, head);
                if (problem != null) {
                    report(id.toString(), problem);
                }
            } catch (PakitException.Corrupt e) {
                report(id.toString(), e);
            }
        }

        private @Nullable String problemOf(BlockId id, byte[] head) {
            Optional<byte[]> record = home.blocks().get(id);
            if (record.isEmpty()) {
                return home.blocks().contains(id) ? "its record is missing" : null;
            }
            int plainBytes = reader.decode(id, record.get()).sizeBytes();
            checkedBytes.addAndGet(plainBytes);
            progress.accept(plainBytes);
            return Arrays.equals(BlockHead.of(record.get()), head) ? null : "its head does not match its record";
        }

        void checkLinks(List<Root> roots) {
            Reachability live = new Reachability(home.blocks(), links, this);
            roots.stream().map(Root::id).distinct().forEach(live::walk);
        }

        @Override
        public void missing(BlockId id, BlockId root) {
            report(id.toString(), "root " + root + " needs it and it is missing");
        }

        @Override
        public void unreadable(BlockId id, BlockId root, String what) {
            report(id.toString(), "root " + root + " needs it: " + what);
        }

        private void report(String id, PakitException.Corrupt found) {
            report(id, String.valueOf(found.getMessage()));
        }

        private synchronized void report(String id, String what) {
            if (problems.size() < PROBLEMS_MAX) {
                problems.add(new Problem(id, what));
            } else {
                furtherProblems++;
            }
        }

        synchronized Verified verified() {
            return new Verified(checkedBlocks.get(), checkedBytes.get(), problems, furtherProblems);
        }
    }
}
