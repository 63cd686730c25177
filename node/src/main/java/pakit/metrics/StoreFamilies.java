package pakit.metrics;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.ml.metrics.MetricSource;
import pakit.ml.metrics.PrometheusText;
import pakit.store.BlockTotals;
import pakit.store.Home;
import pakit.store.RocksBlockStore;
import pakit.store.RootTotals;

/// How much the home holds. Blocks are counted once, beside the first scrape, which waits for that only a moment: in a
/// large store the families of blocks are missing until the count is done.
final class StoreFamilies implements MetricSource {
    private static final Logger LOG = LoggerFactory.getLogger(StoreFamilies.class);

    /// A million blocks take about that long; Prometheus waits ten seconds.
    private static final Duration COUNT_WAIT = Duration.ofSeconds(1);

    private final Home home;
    private @Nullable CompletableFuture<BlockTotals> counting;

    StoreFamilies(Home home) {
        this.home = home;
    }

    @Override
    public void writeTo(PrometheusText text) {
        RootTotals roots = home.roots().totals();
        text.family("pakit_store_roots", "gauge", "Roots: trees that were put and not removed.");
        text.sample("pakit_store_roots", roots.roots());
        text.family("pakit_store_logical_bytes", "gauge", "Bytes of all files under all roots, once per root.");
        text.sample("pakit_store_logical_bytes", roots.plainBytes());
        blocks().ifPresent(blocks -> write(text, blocks));
    }

    private static void write(PrometheusText text, BlockTotals blocks) {
        text.family("pakit_store_blocks", "gauge", "Distinct blocks.");
        text.sample("pakit_store_blocks", blocks.blocks());
        text.family("pakit_store_unique_bytes", "gauge", "Plain bytes of all distinct blocks.");
        text.sample("pakit_store_unique_bytes", blocks.plainBytes());
        text.family("pakit_store_stored_bytes", "gauge", "Bytes of all block records, as they are stored.");
        text.sample("pakit_store_stored_bytes", blocks.storedBytes());
        text.family("pakit_store_codec_bytes", "gauge", "Bytes of the block records that are packed with a codec.");
        blocks.storedBytesByCodec()
                .forEach((codec, bytes) -> text.sample("pakit_store_codec_bytes", bytes, "codec", codec));
    }

    private Optional<BlockTotals> blocks() {
        RocksBlockStore store = home.blocks();
        Optional<BlockTotals> known = store.knownTotals();
        if (known.isPresent()) {
            return known;
        }
        try {
            return Optional.of(counting(store).get(COUNT_WAIT.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException | ExecutionException notYet) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    /// One count in the life of a node: one that failed would fail again.
    private synchronized CompletableFuture<BlockTotals> counting(RocksBlockStore store) {
        CompletableFuture<BlockTotals> begun = counting;
        if (begun == null) {
            begun = CompletableFuture.supplyAsync(store::totals, StoreFamilies::inBackground)
                    .whenComplete((totals, failure) -> {
                        if (failure != null) {
                            LOG.warn("Metrics go without the figures of blocks, which cannot be counted", failure);
                        }
                    });
            counting = begun;
        }
        return begun;
    }

    private static void inBackground(Runnable work) {
        Thread.ofPlatform().daemon().name("pakit-count").start(work);
    }
}
