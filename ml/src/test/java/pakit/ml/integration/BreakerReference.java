package pakit.ml.integration;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import pakit.ml.serving.CallMeter;

/// What a breaker should do, by keeping every call since the state was entered and adding up anew each time.
final class BreakerReference {
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN,
        FORCED_OPEN,
        FORCED_CLOSED
    }

    /// A call that was let through.
    ///
    /// @param begun by the breaker's clock
    /// @param metered by the caller's clock
    record Call(int epoch, long begun, long metered) {}

    private record Ended(boolean failed, boolean timed, boolean slow) {}

    private final BreakerSettings settings;
    private final LongSupplier clock;
    private State state = State.CLOSED;
    private int epoch;
    private List<Ended> ended = new ArrayList<>();
    private int lookFrom; // index in `ended` of the close look's first call; none: -1
    private int trials;
    private long sinceNanos;
    private long failures;
    private int shownFailures;
    private int shownCalls;

    BreakerReference(BreakerSettings settings, LongSupplier clock) {
        this.settings = settings;
        this.clock = clock;
    }

    @Nullable
    Call tryAcquire(long metered) {
        long now = clock.getAsLong();
        if (state == State.OPEN && now - sinceNanos >= settings.openFor().toNanos()) {
            enter(State.HALF_OPEN);
        }
        switch (state) {
            case OPEN, FORCED_OPEN -> {
                return null;
            }
            case HALF_OPEN -> {
                if (trials == settings.halfOpenCalls()) {
                    giveUpOnLostTrials(now);
                    return null;
                }
                trials++;
                sinceNanos = now;
                return new Call(epoch, now, metered);
            }
            case FORCED_CLOSED -> {
                return new Call(epoch, CallMeter.NOT_TIMED, metered);
            }
            case CLOSED -> {
                return new Call(epoch, lookFrom >= 0 ? now : CallMeter.NOT_TIMED, metered);
            }
        }
        throw new AssertionError();
    }

    private void giveUpOnLostTrials(long now) {
        if (ended.size() < trials && now - sinceNanos >= settings.openFor().toNanos()) {
            while (ended.size() < trials) {
                ended.add(new Ended(false, true, true));
            }
            judgeTrials();
        }
    }

    void ended(Call call, boolean failed) {
        failures += failed ? 1 : 0;
        if (call.epoch() != epoch) {
            return;
        }
        long begun = call.begun() == CallMeter.NOT_TIMED ? call.metered() : call.begun();
        boolean timed = begun != CallMeter.NOT_TIMED;
        boolean slow = timed && clock.getAsLong() - begun > settings.slowCall().toNanos();
        if (state == State.CLOSED) {
            if ((slow || failed) && lookFrom < 0) {
                lookFrom = ended.size();
            }
            ended.add(new Ended(failed, timed, slow));
            judgeClosed();
        } else if (state == State.HALF_OPEN) {
            ended.add(new Ended(failed, true, slow));
            if (ended.size() == settings.halfOpenCalls()) {
                judgeTrials();
            }
        }
    }

    private void judgeClosed() {
        List<Ended> recent = last(ended);
        List<Ended> looked = lookFrom < 0
                ? List.of()
                : last(ended.subList(lookFrom, ended.size()).stream()
                        .filter(Ended::timed)
                        .toList());
        if (isTooBad(recent, looked, settings.callsMin())) {
            enter(State.OPEN);
        } else if (looked.size() == settings.windowCalls()
                && looked.stream().noneMatch(Ended::slow)
                && recent.stream().noneMatch(Ended::failed)) {
            lookFrom = -1;
        }
    }

    private void judgeTrials() {
        enter(isTooBad(ended, ended, settings.halfOpenCalls()) ? State.OPEN : State.CLOSED);
    }

    private boolean isTooBad(List<Ended> calls, List<Ended> timed, int callsMin) {
        double failed = calls.stream().filter(Ended::failed).count();
        double slow = timed.stream().filter(Ended::slow).count();
        return calls.size() >= callsMin && failed / calls.size() >= settings.failureRateMax()
                || timed.size() >= callsMin && slow / timed.size() >= settings.slowRateMax();
    }

    private List<Ended> last(List<Ended> calls) {
        return calls.subList(Math.max(0, calls.size() - settings.windowCalls()), calls.size());
    }

    void reset() {
        enter(State.CLOSED);
    }

    void forceOpen() {
        enter(State.FORCED_OPEN);
    }

    void forceClosed() {
        enter(State.FORCED_CLOSED);
    }

    private void enter(State next) {
        shownFailures = recentFailures();
        shownCalls = recentCalls();
        state = next;
        epoch++;
        ended = new ArrayList<>();
        lookFrom = 0;
        trials = 0;
        sinceNanos = clock.getAsLong();
    }

    String label() {
        return switch (state) {
            case OPEN, FORCED_OPEN -> "OPEN";
            case CLOSED, FORCED_CLOSED -> "CLOSED";
            case HALF_OPEN -> "HALF_OPEN";
        };
    }

    boolean isHealthy() {
        return switch (state) {
            case OPEN -> clock.getAsLong() - sinceNanos >= settings.openFor().toNanos();
            case FORCED_OPEN -> false;
            case CLOSED, HALF_OPEN, FORCED_CLOSED -> true;
        };
    }

    long failures() {
        return failures;
    }

    /// What opened or was forced shows the calls before; they do not change any more.
    int recentFailures() {
        return counts() ? (int) last(ended).stream().filter(Ended::failed).count() : shownFailures;
    }

    private int recentCalls() {
        return counts() ? last(ended).size() : shownCalls;
    }

    private boolean counts() {
        return state == State.CLOSED || state == State.HALF_OPEN;
    }

    double successRate() {
        return recentCalls() == 0 ? 1 : 1 - (double) recentFailures() / recentCalls();
    }
}
