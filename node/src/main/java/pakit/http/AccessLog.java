package pakit.http;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.error.PakitException;

/// Writes one line for each answered request, on a thread of its own. Who adds a line never waits: if [#WAITING_MAX]
/// wait already, the line is dropped and counted, and the log says how many are missing. A file that is renamed or
/// deleted is begun anew within a second, so that others may rotate it. Thread-safe.
final class AccessLog implements AutoCloseable {
    static final int WAITING_MAX = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);
    private static final int BATCH = 256;
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final AccessLine LAST = new AccessLine(0, "", "", 0, 0, 0, "");

    private final BlockingQueue<AccessLine> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final AtomicLong dropped = new AtomicLong();
    private final Thread writer =
            Thread.ofPlatform().name("pakit-access-log").daemon().unstarted(this::write);
    private final @Nullable Path file;
    private OutputStream out;
    private @Nullable Object key;
    private long lookedNanos = System.nanoTime();
    private long told;

    private AccessLog(@Nullable Path file, OutputStream out) {
        this.file = file;
        this.out = out;
        this.key = file == null ? null : keyOf(file);
    }

    /// @throws PakitException.Unavailable if the file cannot be written
    static AccessLog to(AccessLogTarget target) {
        return switch (target) {
            case AccessLogTarget.ToFile to -> to(to.file());
            case AccessLogTarget.ToStream to -> to(to.out());
        };
    }

    /// Appends to `file`.
    ///
    /// @throws PakitException.Unavailable if it cannot be written
    static AccessLog to(Path file) {
        try {
            return started(new AccessLog(file, open(file)));
        } catch (IOException e) {
            throw new PakitException.Unavailable("access log " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    /// Writes to a stream, which stays open.
    static AccessLog to(OutputStream out) {
        return started(new AccessLog(null, out));
    }

    private static AccessLog started(AccessLog log) {
        log.writer.start();
        return log;
    }

    void add(AccessLine line) {
        if (!waiting.offer(line)) {
            dropped.incrementAndGet();
        }
    }

    /// Lines that were not written, because too many waited or because writing failed.
    long dropped() {
        return dropped.get();
    }

    private void write() {
        List<AccessLine> batch = new ArrayList<>(BATCH);
        try {
            while (batch.isEmpty() || batch.getLast() != LAST) {
                batch.clear();
                batch.add(waiting.take());
                waiting.drainTo(batch, BATCH - 1);
                write(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(List<AccessLine> batch) {
        StringBuilder text = new StringBuilder(128 * batch.size());
        long missing = dropped.get();
        if (missing > told) {
            text.append("# ").append(missing - told).append(" lines are missing\n");
        }
        int lines = 0;
        for (AccessLine line : batch) {
            if (line != LAST) {
                line.writeTo(text);
                lines++;
            }
        }
        try {
            reopenIfGone();
            out.write(text.toString().getBytes(StandardCharsets.US_ASCII));
            out.flush();
            told = missing;
        } catch (IOException e) {
            if (dropped.getAndAdd(lines) == told) {
                LOG.warn("The access log {} cannot be written: {}", file, e.getMessage()); // once until it goes on
            }
        }
    }

    private void reopenIfGone() throws IOException {
        long now = System.nanoTime();
        if (file == null || now - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = now;
        if (!Objects.equals(keyOf(file), key)) {
            out.close();
            out = open(file);
            key = keyOf(file);
        }
    }

    private static OutputStream open(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// What tells a file from another one of the same name; null if there is none.
    private static @Nullable Object keyOf(Path file) {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        } catch (IOException gone) {
            return null;
        }
    }

    /// Writes what waits, then ends.
    @Override
    public void close() {
        try {
            boolean told = waiting.offer(LAST, 5, TimeUnit.SECONDS);
            writer.join(TimeUnit.SECONDS.toMillis(5));
            if (!told || writer.isAlive()) {
                LOG.warn("The access log did not end in time");
                writer.interrupt();
            }
            if (file != null) {
                out.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
