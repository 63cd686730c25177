package pakit.ml.integration;

import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import pakit.ml.serving.CallMeter;

/// The healthy state, and the permit of every call in it.
///
/// Failures are known of every call: their rate is that of the last `windowCalls` calls. Durations cost two clock
/// reads,
/// ten times all the rest, so most calls are not timed by the breaker; it uses the times that the caller has taken
/// anyway. A *close look* times every call: at first, and again from the moment in which a timed call was slow, until
/// none of the last `windowCalls` timed calls was. The rate of slow calls is that of the last `windowCalls` timed calls
/// of the close look.
///
/// Outside of a close look a fast success is only counted. It cannot make a rate rise: the window is full since the
/// first close look, so it takes the place of an older call.
final class Closed implements BreakerState, Permit {
    private final Breaker breaker;
    private final BreakerSettings settings;
    private final Instant since;
    private final long slowNanos;
    private final LongAdder calls = new LongAdder();
    private final BadCalls failed;
    private final BadCalls slow;
    private long timed; // in this close look
    private volatile boolean looksClosely = true;

    Closed(Breaker breaker, BreakerSettings settings, Instant since) {
        this.breaker = breaker;
        this.settings = settings;
        this.since = since;
        this.slowNanos = settings.slowCall().toNanos();
        this.failed = new BadCalls(settings.windowCalls());
        this.slow = new BadCalls(settings.windowCalls());
    }

    @Override
    public Permit tryAcquire() {
        return this;
    }

    @Override
    public long begin(long metered) {
        return metered == CallMeter.NOT_TIMED && looksClosely ? breaker.nanoTime() : metered;
    }

    @Override
    public void succeeded(long begun) {
        boolean fast = begun == CallMeter.NOT_TIMED || breaker.nanoTime() - begun <= slowNanos;
        if (fast && !looksClosely) {
            calls.increment();
            return;
        }
        Window window;
        synchronized (this) {
            long number = counted();
            noteTime(begun, fast);
            window = window(number);
            endCloseLook();
        }
        judge(window);
    }

    @Override
    public void failed(long begun, Throwable why) {
        breaker.noteFailure(why);
        boolean fast = begun == CallMeter.NOT_TIMED || breaker.nanoTime() - begun <= slowNanos;
        Window window;
        synchronized (this) {
            long number = counted();
            failed.add(number);
            noteTime(begun, fast);
            window = window(number);
            endCloseLook();
        }
        judge(window);
    }

    /// Counts a call that ends.
    ///
    /// @return its number
    private long counted() {
        calls.increment();
        return calls.sum();
    }

    private void noteTime(long begun, boolean fast) {
        if (!fast) {
            looksClosely = true;
        }
        if (looksClosely && begun != CallMeter.NOT_TIMED) {
            timed++;
            if (!fast) {
                slow.add(timed);
            }
        }
    }

    private void endCloseLook() {
        if (timed >= settings.windowCalls() && slow.among(timed) == 0) {
            looksClosely = false;
            timed = 0;
        }
    }

    private void judge(Window window) {
        if (window.isTooBad(settings, settings.callsMin())) {
            breaker.open(this, window);
        }
    }

    private Window window(long newest) {
        return new Window(
                new Window.Share(failed.among(newest), atMostWindow(newest)),
                new Window.Share(slow.among(timed), atMostWindow(timed)));
    }

    private int atMostWindow(long numbered) {
        return (int) Math.min(numbered, settings.windowCalls());
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public String label() {
        return "CLOSED";
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public synchronized Window window() {
        return window(calls.sum());
    }
}
