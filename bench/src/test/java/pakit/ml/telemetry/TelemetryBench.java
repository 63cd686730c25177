package pakit.ml.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
/// measured is the hand-over and not a queue that is full.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TelemetryBench {
    private static final TelemetryEvent EVENT = new TelemetryEvent.BlockStored(
            Instant.EPOCH, 1, 2, 3, "zstd-3", "zstd-3", "hinted", "m", "1.0.0", 0.5, 4, 5, 1, false, null);

    private final EventQueue alone = new EventQueue(TelemetryCollector.QUEUE_EVENTS);
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

    /// In and out again, with nobody beside: above what handing over costs.
    @Benchmark
    public @Nullable TelemetryEvent inAndOut() {
        alone.offer(EVENT);
        return alone.poll();
    }

    /// As [OutcomeTelemetry] makes one for a block without features, but for the clock and the hash.
    @Benchmark
    public @Nullable TelemetryEvent makeInAndOut() {
        alone.offer(new TelemetryEvent.BlockStored(
                Instant.EPOCH, 1, 2, 3, "zstd-3", "zstd-3", "hinted", "m", "1.0.0", 0.5, 4, 5, 1, false, null));
        return alone.poll();
    }

    /// While another thread takes them out.
    @Benchmark
    public void handOver() {
        while (queue.offer(EVENT) < 0) {
            Thread.onSpinWait();
        }
    }

    @Benchmark
    @Threads(4)
    public void handOverOnFourThreads() {
        while (queue.offer(EVENT) < 0) {
            Thread.onSpinWait();
        }
    }
}
