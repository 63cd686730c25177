package pakit.dag;

import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;

/// Work that one thread hands to the workers, piece by piece, and that ends together.
///
/// One thread submits, finishes and closes. Pieces of at most [#AHEAD_BYTES_PER_WORKER] a worker are on their way (8
/// MiB with 4 workers; a small piece counts as [#COST_BYTES_MIN]), then submitting waits.
///
/// A failure ends all: what was submitted behind the failed piece is dropped, what was submitted before it is done, and
/// of several failures the one of the earliest piece is thrown, by this call or the next, and by all later ones.
final class OrderedWork implements AutoCloseable {
    private static final int AHEAD_BYTES_PER_WORKER = Block.MAX_BYTES;
    private static final int COST_BYTES_MIN = 4 << 10;

    private final Workers workers;
    private final int aheadBytesMax;
    private final Semaphore room;
    private final AtomicReference<@Nullable Failure> failure = new AtomicReference<>();
    private long submitted;

    OrderedWork(Workers workers) {
        this.workers = workers;
        this.aheadBytesMax = AHEAD_BYTES_PER_WORKER * workers.count();
        this.room = new Semaphore(aheadBytesMax);
    }

    /// @param position which piece failed, counted in the order of submitting
    private record Failure(long position, Throwable cause) {
        /// Before any piece.
        static final long CLOSED = -1;
    }

    /// @param bytes what the piece holds in memory, at most [Block#MAX_BYTES]
    /// @param failed told why `work` failed or was dropped
    void submit(int bytes, Runnable work, Consumer<Throwable> failed) {
        throwFailure();
        int cost = Math.max(bytes, COST_BYTES_MIN);
        room.acquireUninterruptibly(cost);
        long position = submitted++;
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
            if (known == null || known.position > position) {
                work.run();
            } else {
                failed.accept(known.cause);
            }
        } catch (Throwable e) { // also a checked one that nobody declared: a block would be missing
            failure.accumulateAndGet(new Failure(position, e), OrderedWork::earlier);
            failed.accept(e);
        } finally {
            room.release(cost);
        }
    }

    private static Failure earlier(@Nullable Failure known, Failure here) {
        return known != null && known.position < here.position ? known : here;
    }

    /// Returns when all that was submitted is done.
    void finish() {
        settle();
        throwFailure();
    }

    private void settle() {
        room.acquireUninterruptibly(aheadBytesMax);
        room.release(aheadBytesMax);
    }

    /// An earlier piece than the one that failed first may still be about to fail.
    void throwFailure() {
        if (failure.get() != null) {
            settle();
            throwNow(Objects.requireNonNull(failure.get()).cause);
        }
    }

    private static void throwNow(Throwable cause) {
        switch (cause) {
            case Error e -> throw e;
            case RuntimeException e -> throw e;
            case Throwable e -> throw new IllegalStateException("work failed: " + e, e);
        }
    }

    /// Waits for what is being done; what is not begun is dropped.
    @Override
    public void close() {
        failure.compareAndSet(null, new Failure(Failure.CLOSED, new IllegalStateException("closed")));
        settle();
    }
}
