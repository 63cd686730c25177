package pakit.ml.integration;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// `halfOpenCalls` trials decide, no more and no fewer: each is let through once and timed, and when the last of them
/// has ended they are judged together, by the rates that also open a closed breaker. A trial that has not ended
/// `openFor` after the last one began counts as slow, so that a call which never comes back does not keep the breaker
/// half-open for good.
final class HalfOpen implements BreakerState {
    private final Breaker breaker;
    private final BreakerSettings settings;
    private final Instant since;
    private int begun;
    private int ended;
    private int failed;
    private int slow;
    private long lastBegunNanos;

    HalfOpen(Breaker breaker, BreakerSettings settings, Instant since) {
        this.breaker = breaker;
        this.settings = settings;
        this.since = since;
    }

    @Override
    public @Nullable Permit tryAcquire() {
        long now = breaker.nanoTime();
        Window window;
        synchronized (this) {
            if (begun < settings.halfOpenCalls()) {
                begun++;
                lastBegunNanos = now;
                return new Trial(this, now);
            }
            if (ended == begun || now - lastBegunNanos < settings.openFor().toNanos()) {
                return null;
            }
            slow += begun - ended;
            ended = begun;
            window = window();
        }
        decide(window);
        return null;
    }

    /// One call of a half-open breaker.
    record Trial(HalfOpen state, long begunNanos) implements Permit {
        @Override
        public long begin() {
            return begunNanos;
        }

        @Override
        public void succeeded(long begun, long nanos) {
            state.ended(begunNanos, 0);
        }

        @Override
        public void failed(long begun, long nanos, Throwable why) {
            state.breaker.noteFailure(why);
            state.ended(begunNanos, 1);
        }
    }

    private void ended(long begunNanos, int failures) {
        boolean fast = breaker.nanoTime() - begunNanos <= settings.slowCall().toNanos();
        Window window;
        synchronized (this) {
            if (ended == settings.halfOpenCalls()) {
                return; // it was counted as one that never ends
            }
            ended++;
            failed += failures;
            slow += fast ? 0 : 1;
            if (ended < settings.halfOpenCalls()) {
                return;
            }
            window = window();
        }
        decide(window);
    }

    private void decide(Window window) {
        if (window.isTooBad(settings, settings.halfOpenCalls())) {
            breaker.open(this, window);
        } else {
            breaker.close(this);
        }
    }

    @Override
    public boolean isHealthy() {
        return true;
    }

    @Override
    public String label() {
        return "HALF_OPEN";
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public synchronized Window window() {
        return new Window(new Window.Share(failed, ended), new Window.Share(slow, ended));
    }
}
