package pakit.ml.telemetry;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// Takes events on the hot path and writes them to SQLite in batches on its own thread. When writing falls behind,
/// events are dropped and counted; nobody waits. Thread-safe.
///
/// Only the thread `pakit-telemetry` touches the database: it wakes four times a second, or when a batch is full, or
/// when somebody wants to read, writes what is pending and then answers the readers. So a reader sees all that was
/// recorded before it asked, and the death of the process loses at most a quarter of a second.
public final class TelemetryCollector implements AutoCloseable {
    /// Events kept in the database; the oldest go first. About 300 bytes each.
    public static final long ROWS_MAX = 1_000_000;

    static final int QUEUE_EVENTS = 1 << 16;

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryCollector.class);
    private static final int BATCH_EVENTS = 4096;
    private static final long IDLE_NANOS = Duration.ofMillis(250).toNanos();

    private final EventQueue queue;
    private final Supplier<EventDatabase> opener;
    private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
    private final LongAdder dropped = new LongAdder();
    private final Thread writer;
    private volatile boolean closed;
    private boolean writing = true;
    private @Nullable EventDatabase database;

    /// Starts; the database is opened or created when first needed. One that is corrupt or of a newer format is set
    /// aside by name and a new one begun: telemetry may be lost without harm.
    public TelemetryCollector(Path database) {
        this(database, QUEUE_EVENTS, ROWS_MAX, InstantSource.system());
    }

    TelemetryCollector(Path database, int queueEvents, long rowsMax, InstantSource clock) {
        this.queue = new EventQueue(queueEvents);
        this.opener = () -> new EventDatabase(database, rowsMax, clock);
        this.writer = Thread.ofPlatform().name("pakit-telemetry").daemon().unstarted(this::run);
        writer.start();
    }

    /// Hands over an event; never blocks, never throws.
    public void record(TelemetryEvent event) {
        long number = closed ? -1 : queue.offer(event);
        if (number < 0) {
            dropped.increment();
        } else if (number % BATCH_EVENTS == BATCH_EVENTS - 1) {
            LockSupport.unpark(writer);
        }
    }

    /// The newest `limit` events, newest first, those just recorded included.
    ///
    /// @throws PakitException.Invalid if `limit` is negative
    /// @throws PakitException.Unavailable if the database cannot be read, or after [#close]
    public List<TelemetryEvent> events(int limit) {
        if (limit < 0) {
            throw new PakitException.Invalid("limit must not be negative, found " + limit);
        }
        Read read = new Read(limit, new CompletableFuture<>());
        reads.add(read);
        if (closed) {
            refuseReads();
        }
        LockSupport.unpark(writer);
        try {
            return read.answer().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof PakitException known ? known : e;
        }
    }

    /// Events dropped since start: the queue was full, or they could not be written.
    public long dropped() {
        return dropped.sum();
    }

    /// Writes what is pending and closes the database. Events recorded from now on are dropped.
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(writer);
        boolean interrupted = false;
        while (writer.isAlive()) {
            try {
                writer.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, IDLE_NANOS);
            List<Read> asked = askedSoFar(); // before writing: who asks later may have recorded later too
            writePending();
            asked.forEach(this::answer);
        }
        writePending();
        refuseReads();
        try {
            if (database != null) {
                database.close();
            }
        } catch (SQLException e) {
            LOG.warn("telemetry database did not close cleanly: {}", e.getMessage());
        }
    }

    /// Opens it if need be; one that cannot be opened is tried again the next time.
    private EventDatabase database() {
        EventDatabase opened = database;
        if (opened == null) {
            opened = opener.get();
            database = opened;
        }
        return opened;
    }

    /// Writes all that was recorded before this call.
    private void writePending() {
        long until = queue.offered();
        while (queue.polled() < until) {
            write(nextBatch(until));
        }
    }

    private List<TelemetryEvent> nextBatch(long until) {
        List<TelemetryEvent> batch = new ArrayList<>();
        while (queue.polled() < until && batch.size() < BATCH_EVENTS) {
            TelemetryEvent event = queue.poll();
            if (event == null) {
                Thread.onSpinWait(); // claimed a moment ago, filled in the next
            } else {
                batch.add(event);
            }
        }
        return batch;
    }

    private void write(List<TelemetryEvent> batch) {
        try {
            database().append(batch);
            writing = true;
        } catch (SQLException | RuntimeException e) {
            dropped.add(batch.size());
            if (writing) {
                LOG.warn("telemetry cannot be written, events are dropped until it can: {}", e.getMessage());
            }
            writing = false;
        }
    }

    private List<Read> askedSoFar() {
        List<Read> asked = new ArrayList<>();
        for (Read read = reads.poll(); read != null; read = reads.poll()) {
            asked.add(read);
        }
        return asked;
    }

    private void answer(Read read) {
        try {
            read.answer().complete(database().newest(read.limit()));
        } catch (SQLException e) {
            String what = "telemetry cannot be read: " + e.getMessage();
            read.answer().completeExceptionally(new PakitException.Unavailable(what, e));
        } catch (RuntimeException e) {
            read.answer().completeExceptionally(e);
        }
    }

    private void refuseReads() {
        for (Read read = reads.poll(); read != null; read = reads.poll()) {
            read.answer().completeExceptionally(new PakitException.Unavailable("telemetry is closed"));
        }
    }

    /// Somebody waiting for the newest events.
    private record Read(int limit, CompletableFuture<List<TelemetryEvent>> answer) {}
}
