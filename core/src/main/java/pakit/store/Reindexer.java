package pakit.store;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.RecordHeader;
import pakit.dag.BlockReader;
import pakit.dag.DedupFacts;
import pakit.dag.DedupRule;
import pakit.error.PakitException;

/// Makes anew what follows from the stored records: the index of sketches, heads that are lost or wrong, and the
/// totals. What `pakit verify --reindex` does, and a collection that finds the index damaged.
///
/// Reads every record in the order of ids, and unpacks the leaves that may be a base on a few threads. Holds a few
/// blocks a thread. Runs beside reads and puts; garbage collection waits for it. An index that was being made when the
/// process ended is gone on with where it was. A block that only deltas need can be found again until the next
/// collection.
public final class Reindexer {
    /// After so many blocks it is noted how far the index is: some seconds of work to repeat.
    private static final int NOTED_AFTER = 4096;

    private final Home home;
    private final int threads;

    /// @param threads how many blocks are unpacked at a time
    public Reindexer(Home home, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, found " + threads);
        }
        this.home = home;
        this.threads = threads;
    }

    /// @param indexedBlocks how many can be found by their sketches again; if an earlier attempt was gone on with,
    ///     since then
    /// @param mendedHeads how many heads were lost or wrong
    /// @param unreadableBlocks how many places could not be read and are left out; `verify` names them
    public record Reindexed(long indexedBlocks, long mendedHeads, long unreadableBlocks) {}

    /// @param progress told the plain bytes of each block that was read, on several threads
    /// @throws PakitException.Refused while the index is being rebuilt already
    public Reindexed reindex(LongConsumer progress) throws InterruptedException {
        IndexUpkeep index = home.blocks().index();
        try (StoreGuard.Lease alone = index.rebuild();
                StoreGuard.Lease lease = home.guard().share();
                BoundedWork work = new BoundedWork(threads, "pakit-reindex-")) {
            index.dropIfDamaged();
            if (index.unfinished().isEmpty()) {
                index.drop();
            }
            Run run = new Run(index, work, progress);
            run.all(index.unfinished().flatMap(IndexUpkeep.Unfinished::upTo));
            index.finished();
            return new Reindexed(run.indexed.get(), run.mended.get(), run.unreadable.get());
        }
    }

    private final class Run {
        private final IndexUpkeep index;
        private final BoundedWork work;
        private final LongConsumer progress;
        private final BlockReader reader = new BlockReader(home.blocks());
        private final AtomicLong indexed = new AtomicLong();
        private final AtomicLong mended = new AtomicLong();
        private final AtomicLong unreadable = new AtomicLong();
        private @Nullable BlockId last;
        private int seen;

        Run(IndexUpkeep index, BoundedWork work, LongConsumer progress) {
            this.index = index;
            this.work = work;
            this.progress = progress;
        }

        void all(Optional<BlockId> begun) throws InterruptedException {
            byte[] from = begun.map(Run::behind).orElse(new byte[0]);
            do {
                seen = 0;
                unreadable.addAndGet(home.blocks().scanRecords(from, this::visit));
                work.finish();
                if (last != null) {
                    index.reached(last);
                    from = behind(last);
                }
            } while (seen == NOTED_AFTER);
        }

        private static byte[] behind(BlockId id) {
            return Arrays.copyOf(id.toBytes(), BlockId.BINARY_BYTES + 1);
        }

        private boolean visit(byte[] key, byte[] record) {
            BlockId id = BlockId.fromBytes(key);
            last = id;
            work.submit(() -> process(id, record));
            return ++seen < NOTED_AFTER;
        }

        private void process(BlockId id, byte[] record) {
            try {
                if (home.blocks().mendHead(id)) {
                    mended.incrementAndGet();
                }
                RecordHeader header = RecordHeader.read(record);
                DedupFacts facts = new DedupFacts(id, header.plainBytes(), home.profile());
                if (DedupRule.indexes(facts, header.link())) {
                    add(reader.decode(id, record), header.depth());
                }
            } catch (PakitException.Corrupt e) {
                unreadable.incrementAndGet();
            }
        }

        private void add(Block block, int depth) {
            Sketch sketch = Sketch.of(block.bytes());
            index.add(block.id(), sketch, depth);
            indexed.incrementAndGet();
            progress.accept(block.sizeBytes());
        }
    }
}
