package pakit.ml.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A bounded queue from many threads to one: a ring of slots, claimed by counting up.
///
/// Assumptions: any number of threads call [#offer], one thread at a time calls [#poll]. Guarantees: an offered event
/// is polled exactly once; nobody waits for anybody; a full queue says so.
final class EventQueue {
    private final AtomicReferenceArray<@Nullable TelemetryEvent> slots;
    private final AtomicLong claimed = new AtomicLong();
    private final AtomicLong thinned = new AtomicLong();
    private final int crowded;
    private volatile long taken;

    /// @param capacity a power of two
    EventQueue(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity must be a power of two, found " + capacity);
        }
        slots = new AtomicReferenceArray<>(capacity);
        crowded = capacity - capacity / 8;
    }

    /// Appends `event`.
    ///
    /// @return its number, counted from 0, or -1 if the queue is full
    long offer(TelemetryEvent event) {
        return offer(event, 1);
    }

    /// Appends `event`; of a queue that is seven eighths full, only every so many are taken.
    ///
    /// @return its number, counted from 0, or -1 if it was not taken
    long offer(TelemetryEvent event, int oneIn) {
        long at;
        do {
            at = claimed.get();
            long waiting = at - taken;
            if (waiting >= slots.length() || waiting >= crowded && thinned.getAndIncrement() % oneIn != 0) {
                return -1;
            }
        } while (!claimed.compareAndSet(at, at + 1));
        slots.setRelease(slot(at), event);
        return at;
    }

    /// The oldest event, or null if there is none or it is still being handed over.
    @Nullable
    TelemetryEvent poll() {
        long at = taken;
        TelemetryEvent event = slots.getAcquire(slot(at));
        if (event != null) {
            slots.setPlain(slot(at), null);
            taken = at + 1; // releases the cleared slot to whoever claims it next
        }
        return event;
    }

    /// How many events were ever appended.
    long offered() {
        return claimed.get();
    }

    /// How many events were ever taken out.
    long polled() {
        return taken;
    }

    private int slot(long at) {
        return (int) (at & (slots.length() - 1));
    }
}
