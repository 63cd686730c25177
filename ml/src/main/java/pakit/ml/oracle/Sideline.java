package pakit.ml.oracle;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work beside the traffic, which the traffic never waits for: a bounded queue to one thread of the lowest priority,
/// which takes at most a stated share of a core. What finds the queue full, or fails, is dropped and counted.
///
/// Assumptions: any thread may [#offer]. Guarantees: an offer costs one attempt to append, never waits and never
/// throws; the thread starts with the first, and rests after each item until its CPU time is back within the share.
public final class Sideline<T> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sideline.class);
    private static final Duration END_MAX = Duration.ofSeconds(2);

    private final BlockingQueue<T> queue;
    private final double cpuShare;
    private final Consumer<T> work;
    private final LongAdder dropped = new LongAdder();
    private final LongAdder done = new LongAdder();
    private final Thread thread;
    private final AtomicBoolean started = new AtomicBoolean();
    private volatile boolean closed;

    /// @param name of the thread
    /// @param capacity items that may wait
    /// @param cpuShare of one core, above 0 to 1
    /// @param work on one item
    public Sideline(String name, int capacity, double cpuShare, Consumer<T> work) {
        this.queue = new ArrayBlockingQueue<>(capacity);
        this.cpuShare = cpuShare;
        this.work = work;
        this.thread = Thread.ofPlatform()
                .name(name)
                .daemon()
                .priority(Thread.MIN_PRIORITY)
                .unstarted(this::run);
    }

    public void offer(T item) {
        if (!started.get() && started.compareAndSet(false, true)) {
            thread.start();
        }
        if (closed || !queue.offer(item)) {
            dropped.increment();
        }
    }

    /// Items that were not worked on, because there was no room or because the work failed.
    public long dropped() {
        return dropped.sum();
    }

    /// Items that were worked on.
    public long done() {
        return done.sum();
    }

    private void run() {
        @Nullable LongSupplier cpu = null;
        while (!closed) {
            try {
                T item = queue.take();
                cpu = cpu == null
                        ? cpuClock()
                        : cpu; // made when needed: the bean takes longer to load than short verbs
                long begun = cpu.getAsLong();
                work(item);
                rest(cpu.getAsLong() - begun);
            } catch (InterruptedException e) {
                closed = true;
            }
        }
    }

    private void work(T item) {
        try {
            work.accept(item);
            done.increment();
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            dropped.increment();
            LOG.debug("work of {} failed", thread.getName(), e);
        }
    }

    private void rest(long worked) {
        long until = System.nanoTime() + (long) (worked * (1 / cpuShare - 1));
        for (long left = until - System.nanoTime(); left > 0 && !closed; left = until - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                closed = true;
            }
        }
    }

    /// CPU time of the thread that asks, or the time of day where the system does not count it.
    static LongSupplier cpuClock() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        return threads.isCurrentThreadCpuTimeSupported() ? threads::getCurrentThreadCpuTime : System::nanoTime;
    }

    /// Drops what waits, and lets the item that is being worked on end, for a moment.
    @Override
    public void close() {
        closed = true;
        if (started.getAndSet(true)) {
            thread.interrupt();
            await();
        }
    }

    private void await() {
        try {
            thread.join(END_MAX);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
