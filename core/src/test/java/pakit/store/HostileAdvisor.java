package pakit.store;

import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import pakit.codec.Codec;
import pakit.hint.Advice;
import pakit.hint.Advisor;
import pakit.hint.CompressionFacts;
import pakit.hint.Hint;
import pakit.hint.Silence;

/// Answers with everything that a model must not: what cannot be, what is not a number, nothing, late, or not at all.
/// One for each thread, so that a seed decides what it says.
final class HostileAdvisor implements Advisor {
    private static final int SLOW_NANOS_MAX = 300_000;
    private static final double[] GAINS = {Double.NaN, Double.POSITIVE_INFINITY, -1, 0, Double.MIN_VALUE, 0.5, 1e300};

    private final Random random;
    private long nanos;

    HostileAdvisor(Random random) {
        this.random = random;
    }

    /// What it took for its answers, which is not the core's time.
    long nanos() {
        return nanos;
    }

    @Override
    public Advice<Hint.Compression> compressionHint(CompressionFacts facts) {
        long start = System.nanoTime();
        try {
            return answer();
        } finally {
            nanos += System.nanoTime() - start;
        }
    }

    @SuppressWarnings("NullAway")
    private Advice<Hint.Compression> answer() {
        return switch (random.nextInt(64)) {
            case 0 -> throw new IllegalStateException("hostile");
            case 1 -> throw new AssertionError("hostile");
            case 2 -> throw new NoClassDefFoundError("hostile");
            case 3 -> throw HostileAdvisor.<RuntimeException>unchecked(new Exception("undeclared"));
            case 4 -> random.nextInt(20) == 0 ? endless() : null;
            case 5 -> Advice.silent(Silence.values()[random.nextInt(Silence.values().length)]);
            case 6 -> {
                Thread.currentThread().interrupt();
                yield suggestion();
            }
            case 7 -> {
                LockSupport.parkNanos(random.nextInt(SLOW_NANOS_MAX));
                yield suggestion();
            }
            default -> suggestion();
        };
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E unchecked(Exception failure) throws E {
        throw (E) failure;
    }

    /// Until the stack overflows.
    @SuppressWarnings("InfiniteRecursion")
    private static Advice<Hint.Compression> endless() {
        return endless();
    }

    @SuppressWarnings("NullAway")
    private Advice<Hint.Compression> suggestion() {
        double gain = random.nextInt(4) == 0 ? GAINS[random.nextInt(GAINS.length)] : random.nextDouble() + 1e-9;
        String model = random.nextInt(100) == 0 ? "m".repeat(1 << 16) : "";
        return new Advice.Suggested<>(new Hint.Compression(codec(), gain), model, "\0");
    }

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
