package pakit.ml.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;

/// What it costs to hand over an event, while another thread takes them out. Nothing is written, so that what is
/// measured
/// is the hand-over and not a queue that is full.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TelemetryBench {
    private static final TelemetryEvent EVENT = new TelemetryEvent.BlockStored(
            Instant.EPOCH, 1, 2, 3, "zstd-3", "zstd-3", "hinted", "m", "1.0.0", 0.5, 4, 5, 1, false, null);

    private final EventQueue queue = new EventQueue(TelemetryCollector.QUEUE_EVENTS);
    private final Thread taker = Thread.ofPlatform().daemon().unstarted(this::take);
    private volatile boolean ended;

    @Setup
    public void start() {
        taker.start();
    }

    @TearDown
    public void stop() throws InterruptedException {
        ended = true;
        taker.join();
    }

    private void take() {
        while (!ended) {
            if (queue.poll() == null) {
                Thread.onSpinWait();
            }
        }
    }

    @Benchmark
    public long handOver() {
        return queue.offer(EVENT);
    }

    @Benchmark
    @Threads(4)
    public long handOverOnFourThreads() {
        return queue.offer(EVENT);
    }

    /// As [OutcomeTelemetry] does for a block without features, but for the clock and the hash.
    @Benchmark
    public long makeAndHandOver() {
        return queue.offer(new TelemetryEvent.BlockStored(
                Instant.EPOCH, 1, 2, 3, "zstd-3", "zstd-3", "hinted", "m", "1.0.0", 0.5, 4, 5, 1, false, null));
    }
}
