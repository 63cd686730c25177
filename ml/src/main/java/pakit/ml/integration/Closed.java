package pakit.ml.integration;

import java.time.Instant;

/// The healthy state, and the permit of every call in it.
///
/// Judged are the shares of failed calls and of slow calls among the last `windowCalls` calls. While all of those went
/// well, one more that goes well changes nothing, so it is not even counted: that is the healthy path, which reads one
/// flag. Failures are seen on every call; slow calls there are seen by those that the caller has timed anyway, because
/// two clock reads cost more than all the rest.
///
/// A *close look* counts and times every call: at first, until `windowCalls` calls are known, and again from the moment
/// in which one failed or was slow, until none of the last `windowCalls` did or was. So the share of failures is exact.
/// The share of slow calls is that of the timed calls of this close look, at most `windowCalls` of them.
final class Closed implements BreakerState, Permit {
    private final Breaker breaker;
    private final BreakerSettings settings;
    private final Instant since;
    private final long slowNanos;
    private final BadCalls failed;
    private final BadCalls slow;
    private long calls; // those before a close look that was not the first are as if only windowCalls had been
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
    public long begin() {
        return looksClosely ? breaker.nanoTime() : NOT_TIMED;
    }

    @Override
    public void succeeded(long begun, long nanos) {
        if (looksClosely || nanos > slowNanos || begun != NOT_TIMED) {
            noteSuccess(duration(begun, nanos));
        }
    }

    private void noteSuccess(long nanos) {
        if (looksClosely || nanos > slowNanos) {
            note(nanos, 0);
        }
    }

    @Override
    public void failed(long begun, long nanos, Throwable why) {
        breaker.noteFailure(why);
        note(duration(begun, nanos), 1);
    }

    /// Negative if nobody knows.
    private long duration(long begun, long nanos) {
        return begun == NOT_TIMED ? nanos : Math.max(0, breaker.nanoTime() - begun);
    }

    private void note(long nanos, int failures) {
        Window window;
        synchronized (this) {
            looksClosely = true;
            calls++;
            if (failures > 0) {
                failed.add(calls);
            }
            noteTime(nanos);
            window = window();
            if (timed >= settings.windowCalls() && window.isFlawless()) {
                calls = settings.windowCalls();
                timed = 0;
                looksClosely = false;
            }
        }
        if (window.isTooBad(settings, settings.callsMin())) {
            breaker.open(this, window);
        }
    }

    private void noteTime(long nanos) {
        if (nanos >= 0) {
            timed++;
        }
        if (nanos > slowNanos) {
            slow.add(timed);
        }
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
        return new Window(
                new Window.Share(failed.among(calls), atMostWindow(calls)),
                new Window.Share(slow.among(timed), atMostWindow(timed)));
    }
}
