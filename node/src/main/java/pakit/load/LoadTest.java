package pakit.load;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.node.ModelOperations;

/// Asks a model as its plan says and reports how long callers waited. Ends by itself: when all requests are answered,
/// or when the plan's time is over.
///
/// With swaps, phases without and with them take turns, the order changing each round, so that both see the same
/// machine; there are at least [#ROUNDS_MIN] rounds of [#SWAPS_A_PHASE] swaps, even if that takes more requests than
/// the plan says.
public final class LoadTest {
    private static final int ROUNDS_MIN = 3;
    private static final int SWAPS_A_PHASE = 4;

    private final LoadPlan plan;
    private final Pace pace;
    private final Crowd crowd;
    private final long deadline;

    private LoadTest(LoadPlan plan, Crowd crowd) {
        this.plan = plan;
        this.crowd = crowd;
        this.pace = plan.rate().isPresent() ? new Pace.AtRate(plan.rate().getAsDouble()) : new Pace.AsFastAsAnswered();
        this.deadline = System.nanoTime() + plan.timeMax().toNanos();
    }

    /// @param over how `target` is reached, for the report
    /// @param models swaps are made here; the version that is live before the test is live after it
    /// @throws PakitException.Unavailable if there is nobody to call
    /// @throws PakitException.Invalid if swaps are wanted and `model` has no two versions
    public static LoadReport run(String model, String over, LoadTarget target, ModelOperations models, LoadPlan plan) {
        try (@Nullable
                Swapper swapper = plan.swapEvery()
                        .map(every -> new Swapper(models, model, every))
                        .orElse(null)) {
            return run(model, over, target, plan, swapper);
        }
    }

    /// Without swaps.
    ///
    /// @throws PakitException.Invalid if the plan wants some
    public static LoadReport run(String model, String over, LoadTarget target, LoadPlan plan) {
        if (plan.swapEvery().isPresent()) {
            throw new PakitException.Invalid("swaps need somebody who swaps: give the models of a node");
        }
        return run(model, over, target, plan, null);
    }

    private static LoadReport run(
            String model, String over, LoadTarget target, LoadPlan plan, @Nullable Swapper swapper) {
        try (Crowd crowd = new Crowd(target, plan.concurrency())) {
            LoadTest test = new LoadTest(plan, crowd);
            test.warmUp();
            Result result = swapper == null ? test.plain() : test.swapping(swapper);
            return result.report(model, over, plan);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PakitException.Unavailable("interrupted during the load test", e);
        }
    }

    private void warmUp() throws InterruptedException {
        if (plan.warmUp().isPositive()) {
            Tally unused = forSoLong(new Pace.AsFastAsAnswered(), plan.warmUp());
        }
    }

    private Result plain() throws InterruptedException {
        Phase phase = new Phase(pace, plan.requests(), plan.concurrency());
        Tally all = crowd.work(phase, left());
        long unsent = plan.requests() - all.answered() - all.failed();
        return new Result(all, all.seconds(phase.beganNanos()), unsent, null);
    }

    private Result swapping(Swapper swapper) throws InterruptedException {
        Duration length =
                swapper.every().multipliedBy(SWAPS_A_PHASE).plus(swapper.every().dividedBy(2));
        Tally steady = new Tally();
        Tally swapping = new Tally();
        double seconds = 0;
        long sent = 0;
        for (int round = 0; (round < ROUNDS_MIN || sent < plan.requests()) && left() > 1; round++) {
            for (int half = 0; half < 2; half++) {
                long began = System.nanoTime();
                boolean swaps = (round + half) % 2 == 1;
                Tally seen = swaps ? swapper.whileSwapping(() -> forSoLong(pace, length)) : forSoLong(pace, length);
                (swaps ? swapping : steady).add(seen);
                seconds += seen.seconds(began);
                sent += seen.answered() + seen.failed();
            }
        }
        LoadReport.Swaps report = swapper.report(steady, swapping);
        steady.add(swapping);
        return new Result(steady, seconds, Math.max(0, plan.requests() - sent), report);
    }

    /// As many requests as fit into `length`.
    private Tally forSoLong(Pace at, Duration length) throws InterruptedException {
        long requests = at instanceof Pace.AtRate rate
                ? Math.max(1, (long) (rate.perSecond() * length.toNanos() * 1e-9))
                : Long.MAX_VALUE / 2;
        long nanosMax = at instanceof Pace.AtRate ? left() : Math.min(left(), length.toNanos());
        return crowd.work(new Phase(at, requests, plan.concurrency()), nanosMax);
    }

    private long left() {
        return Math.max(1, deadline - System.nanoTime());
    }

    private record Result(Tally all, double seconds, long unsent, LoadReport.@Nullable Swaps swaps) {
        LoadReport report(String model, String over, LoadPlan plan) {
            long sent = all.answered() + all.failed();
            return new LoadReport(
                    model,
                    over,
                    plan.concurrency(),
                    plan.rate().isPresent() ? plan.rate().getAsDouble() : null,
                    sent,
                    all.answered(),
                    unsent,
                    sent == 0 ? 0 : (double) all.answered() / sent,
                    seconds,
                    seconds == 0 ? 0 : all.answered() / seconds,
                    all.latency(),
                    all.failures(),
                    swaps);
        }
    }
}
