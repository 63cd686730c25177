package pakit.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs who was refused, one line in [#PAUSE] at most, so that whoever tries tokens by the thousand cannot fill the
/// disk. Thread-safe.
final class RefusalLog {
    static final Duration PAUSE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(RefusalLog.class);

    private final LongSupplier nanoTime;
    private final AtomicLong nextNanos;
    private final AtomicLong silent = new AtomicLong();

    RefusalLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.nextNanos = new AtomicLong(nanoTime.getAsLong());
    }

    /// @param from the address
    /// @param why holds nothing that was sent
    /// @return whether it was logged
    boolean refused(int status, String from, String why) {
        long now = nanoTime.getAsLong();
        long next = nextNanos.get();
        if (now - next < 0 || !nextNanos.compareAndSet(next, now + PAUSE.toNanos())) {
            silent.incrementAndGet();
            return false;
        }
        LOG.warn(
                "Refused with {} a request from {}: {} ({} more since the last such line)",
                status,
                from,
                why,
                silent.getAndSet(0));
        return true;
    }
}
