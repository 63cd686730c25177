package pakit.dag;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;

/// Lets blocks be named, encoded and stored beside the thread that reads and cuts. A link is known long before its
/// block
/// is stored, so nothing waits for an outcome but [#drain].
///
/// One thread puts, drains and closes. Blocks of at most [#AHEAD_BYTES_PER_WORKER] a worker are on their way (8 MiB
/// with
/// 4 workers; a small block counts as [#COST_BYTES_MIN]), then putting waits.
///
/// A failure ends all: what was put behind the failed block is dropped, what was put before it is finished, and of
/// several failures the one of the earliest block is thrown, by this call or the next, and by all later ones.
public final class BlockIntake implements AutoCloseable {
    private static final int AHEAD_BYTES_PER_WORKER = Block.MAX_BYTES;
    private static final int COST_BYTES_MIN = 4 << 10;

    private final Function<Block, Outcome> way;
    private final Workers workers;
    private final int aheadBytesMax;
    private final Semaphore room;
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private final LongAdder newBlocks = new LongAdder();
    private final LongAdder knownBlocks = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();
    private long sequence;

    /// @param way what becomes of a block; called by several threads at once
    public BlockIntake(Function<Block, Outcome> way, Workers workers) {
        this.way = way;
        this.workers = workers;
        this.aheadBytesMax = AHEAD_BYTES_PER_WORKER * workers.count();
        this.room = new Semaphore(aheadBytesMax);
    }

    /// @param sequence which block failed, counted in the order of putting
    private record Failure(long sequence, Throwable cause) {
        /// Before any block.
        static final long CLOSED = -1;
    }

    /// Stores a block that has its name already.
    public void put(Block block) {
        submit(block.sizeBytes(), () -> count(way.apply(block)), failed -> {});
    }

    /// Names and stores a leaf; takes ownership of the array.
    ///
    /// @return its link, for [#named]
    CompletableFuture<DagLink> putLeaf(byte[] chunk) {
        CompletableFuture<DagLink> link = new CompletableFuture<>();
        submit(
                chunk.length,
                () -> {
                    Block leaf = Block.raw(chunk);
                    link.complete(new DagLink(leaf.id(), "", chunk.length));
                    count(way.apply(leaf));
                },
                link::completeExceptionally);
        return link;
    }

    /// Waits for a link.
    DagLink named(CompletableFuture<DagLink> link) {
        try {
            return link.join();
        } catch (CompletionException e) {
            throwFailure();
            throw e;
        }
    }

    /// @param failed told why `work` failed or was dropped
    private void submit(int bytes, Runnable work, Consumer<Throwable> failed) {
        throwFailure();
        int cost = Math.max(bytes, COST_BYTES_MIN);
        room.acquireUninterruptibly(cost);
        long position = sequence++;
        boolean accepted = false;
        try {
            workers.execute(() -> process(position, cost, work, failed));
            accepted = true;
        } finally {
            if (!accepted) {
                room.release(cost);
            }
        }
    }

    private void process(long position, int cost, Runnable work, Consumer<Throwable> failed) {
        try {
            Failure known = failure.get();
            if (known == null || known.sequence > position) {
                work.run();
            } else {
                failed.accept(known.cause);
            }
        } catch (Throwable e) { // also a checked one that nobody declared: a block would be missing
            Failure here = new Failure(position, e);
            failure.accumulateAndGet(here, BlockIntake::earlier);
            failed.accept(e);
        } finally {
            room.release(cost);
        }
    }

    private static Failure earlier(@Nullable Failure known, Failure here) {
        return known != null && known.sequence < here.sequence ? known : here;
    }

    private void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Known known -> knownBlocks.increment();
            case Outcome.Stored stored -> {
                newBlocks.increment();
                storedBytes.add(stored.storedBytes());
            }
        }
    }

    /// Returns when all that was put is stored.
    public void drain() {
        settle();
        throwFailure();
    }

    private void settle() {
        room.acquireUninterruptibly(aheadBytesMax);
        room.release(aheadBytesMax);
    }

    public long newBlocks() {
        return newBlocks.sum();
    }

    public long knownBlocks() {
        return knownBlocks.sum();
    }

    public long storedBytes() {
        return storedBytes.sum();
    }

    /// An earlier block than the one that failed first may still be about to fail.
    private void throwFailure() {
        if (failure.get() != null) {
            settle();
            throwNow(Objects.requireNonNull(failure.get()).cause);
        }
    }

    private static void throwNow(Throwable cause) {
        switch (cause) {
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException("a block was not stored: " + e, e);
        }
    }

    /// Waits for the blocks that are being stored; those not begun are dropped.
    @Override
    public void close() {
        failure.compareAndSet(null, new Failure(Failure.CLOSED, new IllegalStateException("closed")));
        settle();
    }
}
