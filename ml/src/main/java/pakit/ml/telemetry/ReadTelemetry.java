package pakit.ml.telemetry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.dag.PrefetchTotals;
import pakit.hint.Found;

/// Turns reads into events: a sample of them, and once a second, while there are any, what fetching ahead came to.
/// Thread-safe, does not block.
public final class ReadTelemetry implements BiConsumer<Block, Found> {
    private final Consumer<TelemetryEvent> events;
    private final ToLongFunction<BlockId> hasher;
    private final Supplier<PrefetchTotals> totals;
    private final InstantSource clock;
    private final Pace samples = new Pace(Pace.SAMPLES, System::nanoTime);
    private final Pace seconds = new Pace(Duration.ofSeconds(1), System::nanoTime);
    private PrefetchTotals told = PrefetchTotals.NONE;

    /// @param events told on the calling thread; must not block
    public ReadTelemetry(
            Consumer<TelemetryEvent> events,
            ToLongFunction<BlockId> hasher,
            Supplier<PrefetchTotals> totals,
            InstantSource clock) {
        this.events = events;
        this.hasher = hasher;
        this.totals = totals;
        this.clock = clock;
    }

    @Override
    public void accept(Block block, Found found) {
        if (samples.isDue()) {
            events.accept(new TelemetryEvent.BlockRead(
                    clock.instant(), hasher.applyAsLong(block.id()), block.sizeBytes(), found));
            if (seconds.isDue()) {
                tellPrefetched();
            }
        }
    }

    private synchronized void tellPrefetched() {
        PrefetchTotals now = totals.get();
        if (!now.equals(told)) {
            events.accept(new TelemetryEvent.Prefetched(
                    clock.instant(),
                    now.issued() - told.issued(),
                    now.used() - told.used(),
                    now.wasted() - told.wasted(),
                    now.failed() - told.failed()));
            told = now;
        }
    }
}
