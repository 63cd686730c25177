package pakit.dag;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;
import pakit.hint.Advisor;
import pakit.hint.Found;
import pakit.hint.PrefetchFacts;

/// Fetches blocks before they are asked for: one thread that hears of reads, asks an [Advisor], and reads what it names
/// into the cache. Readers only leave a note; when [#NOTES_MAX] of them wait, more are lost, and no reader waits for a
/// slow advisor or a slow disk. At most [#WANTED_MAX] blocks wait to be fetched. What is fetched is checked against its
/// id like any other block; what fails is counted and forgotten. Thread-safe.
final class Prefetcher implements BlockCache.Listener, AutoCloseable {
    static final int NOTES_MAX = 1024;
    static final int WANTED_MAX = 64;

    /// So many notes are read before the next block is fetched.
    private static final int NOTES_AT_A_TIME = 8;

    private static final Logger LOG = LoggerFactory.getLogger(Prefetcher.class);

    private final Advisor advisor;
    private final BlockCache cache;
    private final Function<BlockId, Block> reader;
    private final BlockingQueue<Note> notes = new ArrayBlockingQueue<>(NOTES_MAX);
    private final Deque<BlockId> wanted = new ArrayDeque<>();
    private final List<BlockId> arrived = new ArrayList<>();
    private final LongAdder issued = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder untold = new LongAdder();
    private final Thread thread;
    private volatile boolean closed;

    /// A read, or null to wake up.
    private record Note(@Nullable Block block, Found found) {}

    /// @param reader gives checked blocks
    Prefetcher(Advisor advisor, BlockCache cache, Function<BlockId, Block> reader) {
        this.advisor = advisor;
        this.cache = cache;
        this.reader = reader;
        this.thread = Thread.ofPlatform().daemon().name("pakit-prefetch").start(this::work);
    }

    @Override
    public void saw(Block block, Found found) {
        if (!notes.offer(new Note(block, found))) {
            untold.increment();
        }
    }

    PrefetchTotals totals() {
        return new PrefetchTotals(
                issued.sum(), cache.claims(), cache.drops() + refused.sum(), failed.sum(), untold.sum());
    }

    private void work() {
        while (!closed) {
            try {
                hear(wanted.isEmpty() ? notes.take() : notes.poll());
                for (int i = 1; i < NOTES_AT_A_TIME && !closed; i++) {
                    hear(notes.poll());
                }
                fetchNext();
            } catch (InterruptedException e) { // by an advisor: nobody else knows this thread
                LOG.debug("interrupted; going on");
            }
        }
    }

    private void hear(@Nullable Note note) {
        Block block = note == null ? null : note.block;
        if (note == null || block == null) {
            return;
        }
        boolean overtaken = wanted.remove(block.id());
        Found found = overtaken && note.found == Found.READ ? Found.JOINED : note.found;
        PrefetchFacts facts = new PrefetchFacts(
                block.id(),
                found,
                found == Found.KEPT ? List.of() : links(block),
                arrived,
                this::held,
                WANTED_MAX - wanted.size());
        arrived.clear();
        wanted.addAll(PrefetchRule.wanted(facts, Asking.ask(block.id(), () -> advisor.prefetchHint(facts))));
    }

    private static List<BlockId> links(Block block) {
        try {
            return TreeReader.links(block);
        } catch (PakitException.Corrupt noNode) { // whoever asked for it finds out
            return List.of();
        }
    }

    private boolean held(BlockId id) {
        return wanted.contains(id) || cache.holds(id);
    }

    private void fetchNext() {
        BlockId id = wanted.poll();
        if (id == null || closed || cache.holds(id)) {
            return;
        }
        try {
            Block block = reader.apply(id);
            if (cache.stage(block)) {
                arrived.add(id);
            } else {
                refused.increment();
            }
            issued.increment(); // last: who sees it finds the block
        } catch (RuntimeException e) { // lost, damaged, or the disk: told to whoever asks for it
            failed.increment();
            LOG.debug("block {} cannot be fetched ahead", id, e);
        }
    }

    /// Waits for the fetch that is on its way. Nothing is interrupted: that would close files under the feet of
    /// others.
    @Override
    public void close() {
        closed = true;
        notes.clear();
        notes.offer(new Note(null, Found.KEPT));
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
