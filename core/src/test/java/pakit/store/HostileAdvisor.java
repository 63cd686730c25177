package pakit.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.hint.PrefetchFacts;
import pakit.hint.Silence;

/// Answers with everything that a model must not: what cannot be, what is not a number, nothing, late, or not at all.
/// One for each thread, so that a seed decides what it says.
final class HostileAdvisor implements Advisor {
    private static final int SLOW_NANOS_MAX = 300_000;
    private static final double[] GAINS = {Double.NaN, Double.POSITIVE_INFINITY, -1, 0, Double.MIN_VALUE, 0.5, 1e300};

    private static final int HUGE = 100_000;

    private final Random random;
    private final Supplier<BlockId> ids;
    private long nanos;
    private long asked;

    /// @param ids of what is there, what never was, what is damaged, what leads in a circle
    HostileAdvisor(Random random, Supplier<BlockId> ids) {
        this.random = random;
        this.ids = ids;
    }

    /// What it took for its answers, which is not the core's time.
    long nanos() {
        return nanos;
    }

    /// How many hints it was asked for.
    long asked() {
        return asked;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
        return timed(() -> suggested(new Hint.Compression(codec(), gain())));
    }

    @Override
    public Advice<Hint.Dedup> dedupHint(DeltaFacts facts) {
        return timed(() -> suggested(new Hint.Dedup(named(facts.block().id(), Hint.Dedup.BASES_MAX))));
    }

    @Override
    public Advice<Hint.Prefetch> prefetchHint(PrefetchFacts facts) {
        return timed(() -> suggested(new Hint.Prefetch(named(facts.id(), Hint.Prefetch.IDS_MAX))));
    }

    private <H extends Hint> Advice<H> timed(Supplier<Advice<H>> suggestion) {
        asked++;
        long start = System.nanoTime();
        try {
            return answer(suggestion);
        } finally {
            nanos += System.nanoTime() - start;
        }
    }

    @SuppressWarnings("NullAway")
    private <H extends Hint> Advice<H> answer(Supplier<Advice<H>> suggestion) {
        return switch (random.nextInt(64)) {
            case 0 -> throw new IllegalStateException("hostile");
            case 1 -> throw new AssertionError("hostile");
            case 2 -> throw new NoClassDefFoundError("hostile");
            case 3 -> throw HostileAdvisor.<RuntimeException>unchecked(new Exception("undeclared"));
            case 4 -> random.nextInt(20) == 0 ? endless() : null;
            case 5 -> Advice.silent(Silence.values()[random.nextInt(Silence.values().length)]);
            case 6 -> {
                Thread.currentThread().interrupt();
                yield suggestion.get();
            }
            case 7 -> {
                LockSupport.parkNanos(random.nextInt(SLOW_NANOS_MAX));
                yield suggestion.get();
            }
            case 8 -> throw new OutOfMemoryError("hostile");
            case 9 -> throw new Error("hostile");
            default -> suggestion.get();
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E unchecked(Exception failure) throws E {
        throw (E) failure;
    }

    /// Until the stack overflows.
    @SuppressWarnings("InfiniteRecursion")
    private static <H extends Hint> Advice<H> endless() {
        return endless();
    }

    private <H extends Hint> Advice<H> suggested(H hint) {
        String model = random.nextInt(100) == 0 ? "m".repeat(1 << 16) : "";
        return new Advice.Suggested<>(hint, model, "\0");
    }

    private double gain() {
        return random.nextInt(4) == 0 ? GAINS[random.nextInt(GAINS.length)] : random.nextDouble() + 1e-9;
    }

    /// Ids in a list that may be empty, too long or much too long, may hold nothing, one id many times, and the block
    /// that the question is about.
    @SuppressWarnings("NullAway")
    private List<BlockId> named(BlockId about, int max) {
        int count = switch (random.nextInt(200)) {
            case 0 -> HUGE;
            case 1 -> max + 1;
            case 2 -> 0;
            default -> 1 + random.nextInt(max);
        };
        BlockId one = ids.get();
        List<BlockId> named = new ArrayList<>(Collections.nCopies(count, one));
        for (int i = 0; i < Math.min(count, max) && random.nextInt(20) > 0; i++) {
            named.set(i, random.nextInt(8) == 0 ? about : ids.get());
        }
        if (random.nextInt(200) == 0) {
            named.add(null);
        }
        return named;
    }

    @SuppressWarnings("NullAway")
    private @Nullable Codec codec() {
        return switch (random.nextInt(9)) {
            case 0 -> new Codec.Zstd(random.nextInt());
            case 1 -> new Codec.Zstd(random.nextInt(20) == 0 ? 1 + random.nextInt(22) : random.nextInt(4));
            case 2 -> random.nextInt(10) == 0 ? null : new Codec.Zstd(23);
            case 3 -> new Codec.Snappy();
            case 4 -> new Codec.Lz4();
            case 5 -> new Codec.None();
            default -> new Codec.Zstd(3);
        };
    }
}
