package pakit.dag;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;

/// Lets blocks be encoded and stored beside the thread that reads, chunks and names them. Ids are known before a block
/// is stored, so nothing waits for an outcome but [#drain].
///
/// One thread puts and drains; at most [#AHEAD_PER_WORKER] blocks a worker are on their way (16 × 128 KiB with the
/// default chunk sizes and 4 workers: 8 MiB), then [#put] waits. The first failure is thrown by the next call.
final class BlockIntake implements AutoCloseable {
    private static final int AHEAD_PER_WORKER = 16;

    private final Function<Block, Outcome> way;
    private final ExecutorService workers;
    private final int aheadMax;
    private final Semaphore room;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private final LongAdder newBlocks = new LongAdder();
    private final LongAdder knownBlocks = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();

    BlockIntake(Function<Block, Outcome> way, int threads) {
        this.way = way;
        this.aheadMax = AHEAD_PER_WORKER * threads;
        this.room = new Semaphore(aheadMax);
        ThreadFactory factory =
                Thread.ofPlatform().daemon().name("pakit-encode-", 0).factory();
        this.workers = Executors.newFixedThreadPool(threads, factory);
    }

    void put(Block block) {
        throwFailure();
        room.acquireUninterruptibly();
        workers.execute(() -> process(block));
    }

    private void process(Block block) {
        try {
            if (failure.get() == null) {
                count(way.apply(block));
            }
        } catch (RuntimeException | Error e) {
            failure.compareAndSet(null, e);
        } finally {
            room.release();
        }
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
    void drain() {
        room.acquireUninterruptibly(aheadMax);
        room.release(aheadMax);
        throwFailure();
    }

    long newBlocks() {
        return newBlocks.sum();
    }

    long knownBlocks() {
        return knownBlocks.sum();
    }

    long storedBytes() {
        return storedBytes.sum();
    }

    private void throwFailure() {
        switch (failure.get()) {
            case null -> {}
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }

    /// Waits for the blocks that are being stored; those not begun are dropped. No worker is interrupted: that would
    /// close files under the feet of whoever is told of outcomes.
    @Override
    public void close() {
        failure.compareAndSet(null, new IllegalStateException("closed"));
        workers.shutdown();
        workers.close();
    }
}
