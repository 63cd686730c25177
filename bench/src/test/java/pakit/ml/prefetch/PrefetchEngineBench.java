package pakit.ml.prefetch;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import pakit.hint.Found;

/// A decision after an access, everything learnt included, with a full history: of blocks that come in a known order
/// among others, and of blocks without any.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PrefetchEngineBench {
    private final PrefetchEngine ordered = new PrefetchEngine(PrefetchSettings.DEFAULT, (id, steps) -> id + steps);
    private final PrefetchEngine chaotic = new PrefetchEngine(PrefetchSettings.DEFAULT, Structure.none());
    private final SplittableRandom random = new SplittableRandom(1);
    private long at = 1;

    public PrefetchEngineBench() {
        for (int i = 0; i < PrefetchSettings.DEFAULT.historyMax(); i++) {
            afterOrder();
            afterChaos();
        }
    }

    @Benchmark
    public final Suggestion afterOrder() {
        at = random.nextInt(10) == 0 ? 1 + random.nextInt(100_000) : at + 1;
        return ordered.predict(new BlockAccess(at, Found.READ, id -> id % 4 == 0, 64));
    }

    @Benchmark
    public final Suggestion afterChaos() {
        return chaotic.predict(new BlockAccess(1 + random.nextInt(20_000), Found.READ, id -> id % 4 == 0, 64));
    }
}
