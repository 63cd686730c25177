package pakit.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/// How long ago things happened, though the clock may jump. What the clock says is believed once, when a thing is first
/// asked about; from then on the time that passed in this process is added to it. So a clock that jumps neither ends a
/// pause early nor makes it last for years. Belongs to one thread; things are forgotten once there are
/// [#REMEMBERED_MAX] of them.
final class Elapsed {
    private static final int REMEMBERED_MAX = 1000;

    private final LongSupplier nanoTime;
    private final Map<String, Seen> seen = new HashMap<>();

    private record Seen(Duration before, long nanos) {}

    Elapsed(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// @param thing that happened
    /// @param at when, by the clock; in the future means just now
    Duration since(String thing, Instant at, Instant now) {
        if (seen.size() >= REMEMBERED_MAX) {
            seen.clear();
        }
        Duration before = Duration.between(at, now);
        Seen first = seen.computeIfAbsent(
                thing, unused -> new Seen(before.isNegative() ? Duration.ZERO : before, nanoTime.getAsLong()));
        return first.before().plusNanos(nanoTime.getAsLong() - first.nanos());
    }
}
