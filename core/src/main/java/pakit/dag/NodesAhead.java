package pakit.dag;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import pakit.block.Block;
import pakit.block.BlockId;

/// Reads nodes of trees, now or ahead of their turn on the workers. Whoever asks ahead keeps what is on its way within
/// [#bytesMax], and takes the answers in its own order; what failed fails when its turn comes. Thread-safe.
final class NodesAhead {
    private static final int BYTES_PER_WORKER = Block.MAX_BYTES;

    private final Function<BlockId, StoredNode> nodes;
    private final @Nullable Workers workers;

    /// @param workers null to read each node when its turn comes
    NodesAhead(Function<BlockId, StoredNode> nodes, @Nullable Workers workers) {
        this.nodes = nodes;
        this.workers = workers;
    }

    StoredNode read(BlockId id) {
        return nodes.apply(id);
    }

    /// How many bytes one reader may have on their way; 0 if nothing is read ahead.
    int bytesMax() {
        return workers == null ? 0 : BYTES_PER_WORKER * workers.count();
    }

    /// Reads `id` on a worker. To be asked only if [#bytesMax] allows it.
    CompletableFuture<StoredNode> ahead(BlockId id) {
        Workers here = workers;
        return here == null
                ? CompletableFuture.completedFuture(read(id))
                : CompletableFuture.supplyAsync(() -> read(id), here::execute);
    }

    /// Waits for a node; throws what its reading ended with.
    static StoredNode await(CompletableFuture<StoredNode> node) {
        try {
            return node.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e;
        }
    }
}
