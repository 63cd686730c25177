package pakit.load;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// A part of a test: so many requests, at a pace. Callers take numbers from it until there are none left, or until it
/// is cut off. Thread-safe.
final class Phase {
    private static final long NUMBERS_AT_ONCE_MAX = 16;

    private final Pace pace;
    private final long requests;
    private final long numbersAtOnce;
    private final long beganNanos = System.nanoTime();
    private final AtomicLong taken = new AtomicLong();
    private final CountDownLatch allTaken = new CountDownLatch(1);
    private volatile boolean cutOff;

    Phase(Pace pace, long requests, int concurrency) {
        this.pace = pace;
        this.requests = requests;
        // So that callers do not wait for each other at the counter, yet share the last requests.
        this.numbersAtOnce =
                pace instanceof Pace.AtRate ? 1 : Math.clamp(requests / concurrency / 32, 1, NUMBERS_AT_ONCE_MAX);
    }

    /// The first of the next numbers for one caller, which end before [#end]; -1 if there are none left.
    long take() {
        long first = cutOff ? requests : taken.getAndAdd(numbersAtOnce);
        if (first >= requests) {
            allTaken.countDown();
            return -1;
        }
        return first;
    }

    long end(long first) {
        return Math.min(requests, first + numbersAtOnce);
    }

    /// When the request is to start, on [System#nanoTime].
    long startNanos(long number, long nowNanos) {
        return beganNanos + pace.startNanos(number, nowNanos - beganNanos);
    }

    long beganNanos() {
        return beganNanos;
    }

    /// Returns when all numbers are taken, or after the time.
    void awaitAllTaken(long nanosMax) throws InterruptedException {
        boolean unused = allTaken.await(nanosMax, TimeUnit.NANOSECONDS);
    }

    /// Starts no more requests.
    void cutOff() {
        cutOff = true;
    }

    boolean isCutOff() {
        return cutOff;
    }
}
