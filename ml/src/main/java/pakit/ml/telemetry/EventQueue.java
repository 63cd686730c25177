package pakit.ml.telemetry;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// A bounded queue from many threads to one: a ring of slots, claimed by counting up.
///
/// Assumptions: any number of threads call [#offer], one thread at a time calls [#poll]. Guarantees: an offered event
/// is polled exactly once; nobody waits for anybody; a full queue says so.
///
/// What threads on either side write lies in cache lines of its own, and who offers looks at how far the other side has
/// come only where the room that was last seen is used up. Otherwise each event taken out would delay the next one
/// handed over by a miss.
final class EventQueue {
    /// Longs between two counters: two cache lines, since processors fetch them in pairs.
    private static final int APART = 16;

    private static final int CLAIMED = APART;
    private static final int TAKEN = 2 * APART;
    private static final int THINNED = 3 * APART;
    /// Up to this number the queue is known not to be crowded; written once for many events.
    private static final int CALM_UNTIL = 4 * APART;

    private final AtomicReferenceArray<@Nullable TelemetryEvent> slots;
    private final AtomicLongArray counters = new AtomicLongArray(5 * APART);
    private final int crowded;

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
            at = counters.get(CLAIMED);
            if (at >= counters.getAcquire(CALM_UNTIL) && !takes(at, oneIn)) {
                return -1;
            }
        } while (!counters.compareAndSet(CLAIMED, at, at + 1));
        slots.setRelease(slot(at), event);
        return at;
    }

    /// Looks whether there is room for number `at`, and whether it is one of those that a crowded queue takes.
    private boolean takes(long at, int oneIn) {
        long taken = counters.getAcquire(TAKEN);
        long waiting = at - taken;
        if (waiting < crowded) {
            counters.setRelease(CALM_UNTIL, taken + crowded);
            return true;
        }
        return waiting < slots.length() && counters.getAndIncrement(THINNED) % oneIn == 0;
    }

    /// The oldest event, or null if there is none or it is still being handed over.
    @Nullable
    TelemetryEvent poll() {
        long at = counters.getPlain(TAKEN);
        TelemetryEvent event = slots.getAcquire(slot(at));
        if (event != null) {
            slots.setPlain(slot(at), null);
            counters.setRelease(TAKEN, at + 1); // releases the cleared slot to whoever claims it next
        }
        return event;
    }

    /// How many events were ever appended.
    long offered() {
        return counters.get(CLAIMED);
    }

    /// How many events were ever taken out.
    long polled() {
        return counters.get(TAKEN);
    }

    private int slot(long at) {
        return (int) (at & (slots.length() - 1));
    }
}
