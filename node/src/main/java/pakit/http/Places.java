package pakit.http;

import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/// A bounded number of things at the same time; one more is answered 429. Thread-safe.
final class Places {
    private final String what;
    private final int max;
    private final Semaphore free;
    private final LongAdder refused = new LongAdder();

    /// @param what as in "8 uploads"
    Places(String what, int max) {
        this.what = what;
        this.max = max;
        this.free = new Semaphore(max);
    }

    /// @throws HttpFailure 429 if all are taken
    Place take() {
        if (!free.tryAcquire()) {
            refused.increment();
            throw new HttpFailure(429, "the node takes " + max + " " + what + " at the same time; try again later");
        }
        return new Place(free);
    }

    int taken() {
        return max - free.availablePermits();
    }

    /// How often there was none.
    long refused() {
        return refused.sum();
    }

    /// The right to one place; given back once, by [#close].
    static final class Place implements AutoCloseable {
        private final Semaphore free;
        private final AtomicBoolean given = new AtomicBoolean();

        private Place(Semaphore free) {
            this.free = free;
        }

        @Override
        public void close() {
            if (given.compareAndSet(false, true)) {
                free.release();
            }
        }
    }
}
