package pakit.ml.serving;

import java.time.Duration;
import java.util.function.Consumer;

/// The last while of a model's calls, in six parts: the running one and the five before it. Thread-safe.
///
/// Nothing is counted twice: the window is what has been counted by now, less what had been counted when it began. So
/// all it keeps is the totals at the end of each part, and a call costs nothing more. A part ends when somebody comes
/// by with a later time: a timed or failed call, or whoever reads. Calls between the last of these and the end of their
/// part count for it; parts in which nobody came by are empty. So a window expires when calls stop.
final class SlidingWindow {
    static final int PARTS = 6;

    private final long partNanos;
    private final long origin;
    private final CallTotals[] ends = new CallTotals[PARTS];
    private long part;
    private volatile long partEnds;

    /// @param now the monotonic time, in nanoseconds
    SlidingWindow(Duration length, long now) {
        this.partNanos = Math.max(1, length.toNanos() / PARTS);
        this.origin = now;
        this.partEnds = now + partNanos;
        for (int i = 0; i < PARTS; i++) {
            ends[i] = new CallTotals();
        }
    }

    /// Whether the running part is over. One volatile read.
    boolean isOver(long now) {
        return now - partEnds >= 0;
    }

    /// Ends the parts that are over.
    ///
    /// @param totals fills in what has been counted before `now`
    synchronized void advance(long now, Consumer<CallTotals> totals) {
        long current = (now - origin) / partNanos;
        if (current <= part) {
            return;
        }
        CallTotals end = ends[slot(part)];
        end.clear();
        totals.accept(end);
        long over = Math.min(current, part + PARTS);
        for (long empty = part + 1; empty < over; empty++) {
            ends[slot(empty)].copy(end);
        }
        part = current;
        partEnds = origin + (current + 1) * partNanos;
    }

    /// What was counted within the window that ends now.
    ///
    /// @param totals fills in what has been counted before `now`
    synchronized CallTotals recent(long now, Consumer<CallTotals> totals) {
        advance(now, totals);
        CallTotals recent = new CallTotals();
        totals.accept(recent);
        recent.subtract(ends[slot(part)]); // the end of the part before the oldest, next to be overwritten
        return recent;
    }

    private static int slot(long part) {
        return (int) (part % PARTS);
    }
}
