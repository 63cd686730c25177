package pakit.store;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;

/// What a store holds, counted once and from then on kept up to date, so that asking again costs nothing. Thread-safe.
///
/// A count is exact although writes go on beside it. Every addition and the note of it happen under the shared lock;
/// the moment of which the count tells, and the note of what had changed until then, are taken together under the
/// exclusive one, which is held no longer than that. What is there now is the count, plus all changes, minus those
/// until that moment. A removal has to see what it removes, so it is alone. A record whose start cannot be read is not
/// counted as a change.
final class RunningTotals {
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final BlockTotals.Counter changes = new BlockTotals.Counter();
    private final Object counting = new Object();
    private final AtomicLong forgotten = new AtomicLong();
    private volatile @Nullable BlockTotals before;

    /// Runs `write`, which adds a block.
    void adding(byte[] head, Runnable write) {
        Lock shared = lock.readLock();
        shared.lock();
        try {
            write.run();
            readable(head).ifPresent(changes::add);
        } finally {
            shared.unlock();
        }
    }

    /// Runs `write`, which takes away the blocks that `heads` finds.
    void removing(Supplier<List<byte[]>> heads, Runnable write) {
        alone(() -> {
            List<byte[]> gone = heads.get();
            write.run();
            gone.forEach(head -> readable(head).ifPresent(changes::remove));
            return gone;
        });
    }

    private <T> T alone(Supplier<T> work) {
        Lock exclusive = lock.writeLock();
        exclusive.lock();
        try {
            return work.get();
        } finally {
            exclusive.unlock();
        }
    }

    /// What is there now, or empty as long as nobody has counted.
    Optional<BlockTotals> latest() {
        return Optional.ofNullable(before).map(known -> known.plus(changes.totals()));
    }

    /// Lets the next who asks count anew, after heads were mended.
    void forget() {
        forgotten.incrementAndGet();
        before = null;
    }

    /// Tells heads of blocks as they are at one moment.
    interface Heads {
        void tell(Moment moment, Consumer<BlockHead> visitor);
    }

    /// Runs what fixes the state to be told.
    interface Moment {
        <T> T take(Supplier<T> fixing);
    }

    /// What is there now, counted with `heads` if nobody has counted yet.
    BlockTotals counted(Heads heads) {
        synchronized (counting) {
            BlockTotals known = before;
            if (known == null) {
                long until = forgotten.get();
                BlockTotals.Counter counter = new BlockTotals.Counter();
                FirstMoment moment = new FirstMoment();
                heads.tell(moment, counter::add);
                known = counter.totals().minus(moment.changed);
                before = forgotten.get() == until ? known : null;
            }
            return known.plus(changes.totals());
        }
    }

    private final class FirstMoment implements Moment {
        private BlockTotals changed = new BlockTotals.Counter().totals();

        @Override
        public <T> T take(Supplier<T> fixing) {
            return alone(() -> {
                changed = changes.totals();
                return fixing.get();
            });
        }
    }

    private static Optional<BlockHead> readable(byte[] head) {
        try {
            return Optional.of(BlockHead.read(head));
        } catch (PakitException.Corrupt e) {
            return Optional.empty();
        }
    }
}
