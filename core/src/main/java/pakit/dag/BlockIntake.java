package pakit.dag;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import pakit.block.Block;

/// Lets blocks be named, encoded and stored beside the thread that reads and cuts ([OrderedWork]). A link is known long
/// before its block is stored, so nothing waits for an outcome but [#drain]. One thread puts, drains and closes.
public final class BlockIntake implements AutoCloseable {
    private final Function<Block, Outcome> way;
    private final OrderedWork work;
    private final LongAdder newBlocks = new LongAdder();
    private final LongAdder knownBlocks = new LongAdder();
    private final LongAdder storedBytes = new LongAdder();

    /// @param way what becomes of a block; called by several threads at once
    public BlockIntake(Function<Block, Outcome> way, Workers workers) {
        this.way = way;
        this.work = new OrderedWork(workers);
    }

    /// Stores a block that has its name already.
    public void put(Block block) {
        work.submit(block.sizeBytes(), () -> count(way.apply(block)), failed -> {});
    }

    /// Names and stores a leaf; takes ownership of the array.
    ///
    /// @return its link, for [#named]
    CompletableFuture<DagLink> putLeaf(byte[] chunk) {
        CompletableFuture<DagLink> link = new CompletableFuture<>();
        work.submit(
                chunk.length,
                () -> {
                    Block leaf = Block.raw(chunk);
                    link.complete(new DagLink(leaf.id(), "", chunk.length));
                    count(way.apply(leaf));
                },
                link::completeExceptionally);
        return link;
    }

    /// Waits for a link.
    DagLink named(CompletableFuture<DagLink> link) {
        try {
            return link.join();
        } catch (CompletionException e) {
            work.throwFailure();
            throw e;
        }
    }

    private void count(Outcome outcome) {
        switch (outcome) {
            case Outcome.Known known -> knownBlocks.increment();
            case Outcome.Stored stored -> {
                newBlocks.increment();
                storedBytes.add(stored.storedBytes());
            }
        }
    }

    /// Returns when all that was put is stored.
    public void drain() {
        work.finish();
    }

    public long newBlocks() {
        return newBlocks.sum();
    }

    public long knownBlocks() {
        return knownBlocks.sum();
    }

    public long storedBytes() {
        return storedBytes.sum();
    }

    /// Waits for the blocks that are being stored; those not begun are dropped.
    @Override
    public void close() {
        work.close();
    }
}
