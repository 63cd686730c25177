package pakit.ml.integration;

import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The circuit breaker of one model. Thread-safe.
///
/// ```
///                 open                     halfOpen, when openFor is over
///   Closed ------------------> Open -------------------------------------> HalfOpen
///      ^                         ^                                          |    |
///      |                         +------ open, if still too many -----------+    |
///      +------------------------- close, if its calls went well -----------------+
///
///   any --forceOpen--> ForcedOpen       any --forceClosed--> ForcedClosed       any --reset--> Closed
///   any but the forced ones --versionChanged--> Closed
/// ```
///
/// Each state is a class that says who gets a permit and when the state is left; here is only which one it is. A state
/// is left once: of several that want to leave it at the same time, one does. Each change is logged once, with the
/// figures it was made on; calls are not.
final class Breaker {
    private static final Logger LOG = LoggerFactory.getLogger(Breaker.class);

    private final String model;
    private final BreakerSettings settings;
    private final LongSupplier nanoTime;
    private final InstantSource clock;
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<BreakerState> state;
    private volatile String lastFailure = "";

    Breaker(String model, BreakerSettings settings, LongSupplier nanoTime, InstantSource clock) {
        this.model = model;
        this.settings = settings;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.state = new AtomicReference<>(closed());
    }

    /// The right to call the model once, or null. Who holds it must report how the call went.
    @Nullable
    Permit tryAcquire() {
        return state.get().tryAcquire();
    }

    /// Whether a call would be let through, or tried as the first after the wait.
    boolean isHealthy() {
        return state.get().isHealthy();
    }

    String label() {
        return state.get().label();
    }

    BreakerHealth health() {
        BreakerState now = state.get();
        Window.Share recent = now.window().failures();
        return new BreakerHealth(
                now.label(), isForced(now), now.since(), 1 - recent.rate(), failures.sum(), recent.bad());
    }

    void reset() {
        BreakerState before = state.getAndSet(closed());
        LOG.info("circuit breaker of '{}' is closed, reset from {}", model, before.label());
    }

    /// Closes, with no calls to look back on, unless it is forced.
    void versionChanged() {
        BreakerState before = state.getAndUpdate(now -> isForced(now) ? now : closed());
        if (!isForced(before) && !(before instanceof Closed)) {
            LOG.info("circuit breaker of '{}' is closed from {}: another version answers", model, before.label());
        }
    }

    void forceOpen() {
        state.updateAndGet(before -> new ForcedOpen(clock.instant(), before.window()));
        LOG.warn("circuit breaker of '{}' is forced open: nobody asks the model until it is reset", model);
    }

    void forceClosed() {
        state.updateAndGet(before -> new ForcedClosed(this, clock.instant(), before.window()));
        LOG.warn("circuit breaker of '{}' is forced closed: the model is asked whatever comes of it", model);
    }

    void open(BreakerState from, Window why) {
        if (state.compareAndSet(from, new Open(this, settings, clock.instant(), nanoTime(), why))) {
            LOG.warn(
                    "circuit breaker of '{}' is open: nobody asks the model for {}; {}; last failure: {}",
                    model,
                    settings.openFor(),
                    why,
                    lastFailure.isEmpty() ? "none" : lastFailure);
        }
    }

    void halfOpen(Open from) {
        if (state.compareAndSet(from, new HalfOpen(this, settings, clock.instant()))) {
            LOG.info("circuit breaker of '{}' is half open: {} calls decide", model, settings.halfOpenCalls());
        }
    }

    void close(HalfOpen from) {
        if (state.compareAndSet(from, closed())) {
            LOG.info("circuit breaker of '{}' is closed: the model is well again", model);
        }
    }

    void noteFailure(Throwable why) {
        failures.increment();
        lastFailure = why.toString();
    }

    long nanoTime() {
        return nanoTime.getAsLong();
    }

    private static boolean isForced(BreakerState state) {
        return state instanceof ForcedOpen || state instanceof ForcedClosed;
    }

    private Closed closed() {
        return new Closed(this, settings, clock.instant());
    }
}
