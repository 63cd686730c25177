package pakit.load;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import pakit.error.PakitException;
import pakit.node.ModelOperations;
import pakit.node.Results;
import pakit.node.SwapOrder;

/// Changes the live version of a model back and forth between two that are registered, and in the end puts back the one
/// that was live. Belongs to one thread, but for [#whileSwapping].
final class Swapper implements AutoCloseable {
    private static final String REASON = "load test";

    private final ModelOperations models;
    private final String model;
    private final Duration every;
    private final String first;
    private final String second;
    private final Map<String, Long> failures = new TreeMap<>();
    private String live;
    private long count;
    private long nanosMax;

    /// Goes to the other version and back, so that one which may not go live is found out before the test.
    ///
    /// @throws PakitException.Invalid if the model has no two versions
    Swapper(ModelOperations models, String model, Duration every) {
        this.models = models;
        this.model = model;
        this.every = every;
        Results.Model known = models.show(model);
        if (known.live() == null) {
            throw new PakitException.Invalid("no version of " + model + " is live, so there is nothing to swap");
        }
        this.first = known.live().version();
        this.live = first;
        this.second = other(known, first);
        swap(second);
        swap(first);
    }

    Duration every() {
        return every;
    }

    /// The newest that the gate lets pass, if there is one. The challenger would not be one any more if it went live.
    private static String other(Results.Model known, String live) {
        List<Results.Version> others = known.versions().stream()
                .filter(version -> !version.version().equals(live))
                .filter(version -> !version.version().equals(known.challenger()))
                .sorted(Comparator.comparing(Swapper::doubt)) // stable: newest first
                .toList();
        if (others.isEmpty()) {
            String beside = known.challenger() == null ? "" : " beside the challenger";
            throw new PakitException.Invalid("swaps need two registered versions of " + known.name() + ", found only "
                    + live + beside + "; register another one with 'pakit models register'");
        }
        return others.getFirst().version();
    }

    /// How little is known for a version.
    private static int doubt(Results.Version version) {
        return switch (version.validation()) {
            case Results.Version.VALIDATED -> 0;
            case Results.Version.UNVALIDATED -> 1;
            default -> 2;
        };
    }

    /// Swaps on a thread of its own while `load` runs on this one.
    Tally whileSwapping(Load load) throws InterruptedException {
        CountDownLatch over = new CountDownLatch(1);
        Thread swapping = Thread.ofPlatform().daemon().name("pakit-swap").start(() -> swapUntil(over));
        try {
            return load.run();
        } finally {
            over.countDown();
            swapping.join();
        }
    }

    private void swapUntil(CountDownLatch over) {
        long due = System.nanoTime() + every.toNanos();
        try {
            while (!over.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                trySwap();
                due = Math.max(due + every.toNanos(), System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void trySwap() {
        long began = System.nanoTime();
        try {
            swap(live.equals(first) ? second : first);
            count++;
            nanosMax = Math.max(nanosMax, System.nanoTime() - began);
        } catch (PakitException e) {
            failures.merge(String.valueOf(e.getMessage()), 1L, Long::sum);
        }
    }

    private void swap(String version) {
        models.swap(model, new SwapOrder(version, REASON));
        live = version;
    }

    LoadReport.Swaps report(Tally steady, Tally swapping) {
        LoadReport.Latency without = steady.latency();
        LoadReport.Latency with = swapping.latency();
        @Nullable Double ratio = without == null || with == null ? null : with.p99() / without.p99();
        return new LoadReport.Swaps(
                every.toMillis(), count, nanosMax / 1e6, Map.copyOf(failures), without, with, ratio);
    }

    /// Puts back the version that was live.
    @Override
    public void close() {
        if (!live.equals(first)) {
            swap(first);
        }
    }

    /// Something to do meanwhile.
    interface Load {
        Tally run() throws InterruptedException;
    }
}
