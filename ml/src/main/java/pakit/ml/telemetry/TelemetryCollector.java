package pakit.ml.telemetry;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.ml.alerts.AlertSource;
import pakit.ml.metrics.MetricSource;
import pakit.ml.privacy.PrivacyBudget;
import pakit.ml.privacy.PrivacyLimits;

/// Takes events on the hot path and writes them to SQLite in batches on its own thread. When writing falls behind,
/// every eighth event is taken and the others are dropped and counted, and then all of them; nobody waits. Thread-safe.
///
/// Only the thread `pakit-telemetry` touches the database: it wakes twice a second, or when a batch is full, or when
/// somebody wants to read, writes what is pending and then answers the readers. So a reader sees all that was recorded
/// before it asked, and the death of the process loses at most half a second and what it takes to write it.
///
/// A database that is found damaged, or locked by somebody else, is set aside by name; on a disk that is nearly full
/// nothing is written, so that what is left of it is the store's.
public final class TelemetryCollector implements AutoCloseable {
    static final int QUEUE_EVENTS = 1 << 16;

    private static final int BATCH_EVENTS = 4096;
    private static final long IDLE_NANOS = Duration.ofMillis(500).toNanos();

    /// Of a crowded queue, one event of so many is taken.
    private static final int THINNED_TO = 8;

    private final EventQueue queue;
    private final EventKeeper keeper;
    private final InstantSource clock;
    private final PrivacyBudget budget;
    private final TelemetryHealth health;
    private final Queue<Read<?>> reads = new ConcurrentLinkedQueue<>();
    private final LongAdder dropped = new LongAdder();
    private final LongAdder written = new LongAdder();
    private final Thread writer;
    private volatile boolean closed;

    /// Starts; the database is opened or created when first needed. One that is corrupt is set aside by name and a new
    /// one begun: telemetry may be lost without harm.
    ///
    /// @param privacy what all figures with noise together may tell
    public TelemetryCollector(Path database, Retention retention, PrivacyLimits privacy) {
        this(database, QUEUE_EVENTS, retention, privacy, InstantSource.system(), usableBytes(database));
    }

    /// Keeps events as long as is usual.
    public TelemetryCollector(Path database) {
        this(database, Retention.STANDARD, PrivacyLimits.STANDARD);
    }

    TelemetryCollector(
            Path database,
            int queueEvents,
            Retention retention,
            PrivacyLimits privacy,
            InstantSource clock,
            LongSupplier usableBytes) {
        this.clock = clock;
        this.budget = new PrivacyBudget(database.resolveSibling("telemetry.privacy"), privacy);
        this.queue = new EventQueue(queueEvents);
        this.health = new TelemetryHealth(clock);
        this.keeper = new EventKeeper(
                () -> new EventDatabase(database, retention, clock, health::setAside), usableBytes, health);
        this.writer = Thread.ofPlatform().name("pakit-telemetry").daemon().unstarted(this::run);
        writer.start();
    }

    private static LongSupplier usableBytes(Path database) {
        Path directory = Objects.requireNonNull(database.toAbsolutePath().getParent());
        return () -> directory.toFile().getUsableSpace();
    }

    /// Hands over an event; never blocks, never throws.
    public void record(TelemetryEvent event) {
        long number = closed ? -1 : queue.offer(event, THINNED_TO);
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
    /// @throws PakitException.Refused if it is of a newer format
    public List<TelemetryEvent> events(int limit) {
        return events(EventQuery.newest(limit));
    }

    /// As [#events(int)], of those that `query` wants.
    public List<TelemetryEvent> events(EventQuery query) {
        return ask(database -> database.newest(query));
    }

    /// The newest `limit` events of a kind, since a time, newest first; null leaves either open.
    public List<TelemetryEvent> getEvents(@Nullable EventKind type, @Nullable Instant since, int limit) {
        Set<EventKind> kinds = type == null ? Set.of() : Set.of(type);
        return events(new EventQuery(kinds, since == null ? Instant.MIN : since, limit));
    }

    /// Counts, means and percentiles of the events that `query` wants, by kind and stretch of time.
    ///
    /// @param bucket how long a stretch is
    /// @throws PakitException.Invalid if that is less than a second
    public EventSummary summary(EventQuery query, Duration bucket) {
        EventSummary.Builder summary = new EventSummary.Builder(bucket);
        return ask(database -> {
            database.read(query, summary);
            return summary.build();
        });
    }

    /// Figures for others to see, with noise that the budget of this home pays for.
    ///
    /// @throws PakitException.Refused if too little of the budget is left
    public PrivateFigures figures(PrivateOrder order) {
        PrivateFigures.Builder figures = new PrivateFigures.Builder(order, clock.instant());
        EventQuery all = new EventQuery(order.kinds(), order.since(), Integer.MAX_VALUE);
        return ask(database -> {
                    database.read(all, figures);
                    return figures;
                })
                .release(budget);
    }

    /// What is left of that budget.
    public PrivacyBudget.Standing budget() {
        return budget.standing();
    }

    /// What is wrong with it, for [pakit.ml.alerts.Watch].
    public AlertSource health() {
        return health;
    }

    /// How many events there were, and what they take.
    public MetricSource metrics() {
        return text -> {
            text.family("pakit_telemetry_events_total", "counter", "Events that were written.");
            text.sample("pakit_telemetry_events_total", written.sum());
            text.family("pakit_telemetry_dropped_total", "counter", "Events that were dropped.");
            text.sample("pakit_telemetry_dropped_total", dropped.sum());
            text.family("pakit_telemetry_bytes", "gauge", "Size of telemetry.db.");
            text.sample("pakit_telemetry_bytes", keeper.sizeBytes());
        };
    }

    /// Events dropped since start: the queue was full or crowded, or they could not be written.
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

    private <T> T ask(EventKeeper.Question<T> question) {
        Read<T> read = new Read<>(question, new CompletableFuture<>());
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

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(this, IDLE_NANOS);
            List<Read<?>> asked = askedSoFar(); // before writing: who asks later may have recorded later too
            writePending();
            asked.forEach(this::answer);
        }
        writePending();
        refuseReads();
        keeper.close();
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
        (keeper.keep(batch) ? written : dropped).add(batch.size());
    }

    private List<Read<?>> askedSoFar() {
        List<Read<?>> asked = new ArrayList<>();
        for (Read<?> read = reads.poll(); read != null; read = reads.poll()) {
            asked.add(read);
        }
        return asked;
    }

    private <T> void answer(Read<T> read) {
        try {
            read.answer().complete(keeper.ask(read.question()));
        } catch (RuntimeException e) {
            read.answer().completeExceptionally(e);
        }
    }

    private void refuseReads() {
        for (Read<?> read = reads.poll(); read != null; read = reads.poll()) {
            read.answer().completeExceptionally(new PakitException.Unavailable("telemetry is closed"));
        }
    }

    /// Somebody waiting for an answer out of the database.
    private record Read<T>(EventKeeper.Question<T> question, CompletableFuture<T> answer) {}
}
