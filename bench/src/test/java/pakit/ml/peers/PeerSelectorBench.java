package pakit.ml.peers;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// A decision among candidates of which all is known, and what an answer costs.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PeerSelectorBench {
    private static final PeerContext CONTEXT = new PeerContext(3_000_000_000L);

    private final List<String> peers =
            IntStream.range(0, 64).mapToObj(i -> "peer-" + i).toList();
    private final PeerSelector selector =
            new PeerSelector(PeerSettings.DEFAULT, System::nanoTime, new SplittableRandom(1));

    public PeerSelectorBench() {
        var random = new SplittableRandom(2);
        for (int i = 0; i < 6_400; i++) {
            answer(peers.get(i % 64), random.nextLong(1_000_000, 300_000_000));
        }
    }

    private void answer(String peer, long nanos) {
        NetworkCoordinate place = NetworkCoordinate.of(new double[] {1, 2, 3, 4, 5}, 1, 0.2);
        selector.sent(peer);
        selector.record(peer, new PeerOutcome.Answered(nanos, new PeerReport(0, nanos / 4, nanos / 4, place)));
    }

    @Benchmark
    public Selection selectAmong8() {
        return selector.select(peers.subList(0, 8), CONTEXT);
    }

    @Benchmark
    public Selection selectAmong64() {
        return selector.select(peers, CONTEXT);
    }

    @Benchmark
    public void record() {
        answer("peer-1", 50_000_000);
    }
}
