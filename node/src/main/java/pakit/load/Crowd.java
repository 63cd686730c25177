package pakit.load;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.scheduling.ShortSlices;

/// The callers of a test, a thread and a connection each, kept over its phases.
final class Crowd implements AutoCloseable {
    /// What a thread oversleeps (Linux's timer slack); the rest is waited for awake.
    private static final long OVERSLEPT_NANOS = 60_000;

    private static final Duration END_MAX = Duration.ofSeconds(30);

    private final List<Member> members = new ArrayList<>();

    /// Connects `size` callers, or none.
    Crowd(LoadTarget target, int size) {
        try {
            for (int i = 0; i < size; i++) {
                members.add(new Member(target.connect()));
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /// Lets all callers work on `phase`, for so long at most; returns when the last of them has its answer.
    ///
    /// @return what they saw together
    Tally work(Phase phase, long nanosMax) throws InterruptedException {
        long deadline = System.nanoTime() + nanosMax;
        List<Thread> threads = new ArrayList<>();
        for (Member member : members) {
            threads.add(Thread.ofPlatform().daemon().name("pakit-load").start(() -> work(member, phase)));
        }
        phase.awaitAllTaken(nanosMax);
        boolean ended = join(threads, deadline);
        phase.cutOff();
        threads.forEach(LockSupport::unpark); // those that wait for the moment of their request
        if (!ended && !join(threads, System.nanoTime() + END_MAX.toNanos())) {
            throw new PakitException.Unavailable("a request was not answered within " + END_MAX.toSeconds() + " s");
        }
        Tally all = new Tally();
        members.forEach(member -> all.add(member.tally()));
        return all;
    }

    /// With short slices, so that what else goes on here does not count as the model's latency.
    private static void work(Member member, Phase phase) {
        ShortSlices.ask();
        member.work(phase);
    }

    private static boolean join(List<Thread> threads, long deadline) throws InterruptedException {
        for (Thread thread : threads) {
            if (!thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        members.forEach(member -> member.caller.close());
    }

    /// One caller.
    private static final class Member {
        private final LoadTarget.Caller caller;
        private @Nullable Tally tally;

        Member(LoadTarget.Caller caller) {
            this.caller = caller;
        }

        Tally tally() {
            if (tally == null) {
                throw new IllegalStateException("a caller died");
            }
            return tally;
        }

        /// Until the phase has nothing left. What a caller sees is published by the end of its thread.
        void work(Phase phase) {
            tally = null;
            Tally own = new Tally();
            for (long first = phase.take(); first >= 0; first = phase.take()) {
                for (long number = first; number < phase.end(first) && !phase.isCutOff(); number++) {
                    callOnce(phase, number, own);
                }
            }
            tally = own;
        }

        private void callOnce(Phase phase, long number, Tally own) {
            long start = phase.startNanos(number, System.nanoTime());
            if (!waited(phase, start)) {
                return;
            }
            try {
                caller.call(number);
                own.answered(start, System.nanoTime());
            } catch (LoadTarget.Failed e) {
                own.failed(e, System.nanoTime());
            }
        }

        /// @return false if the phase was cut off before
        private static boolean waited(Phase phase, long start) {
            for (long left = start - System.nanoTime(); left > 0; left = start - System.nanoTime()) {
                if (phase.isCutOff()) {
                    return false;
                }
                if (left > OVERSLEPT_NANOS) {
                    LockSupport.parkNanos(left - OVERSLEPT_NANOS);
                } else {
                    Thread.onSpinWait();
                }
            }
            return true;
        }
    }
}
