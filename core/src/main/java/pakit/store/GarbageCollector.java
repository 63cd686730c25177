package pakit.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.error.PakitException;

/// Frees what no root leads to: marks from the roots, deletes the rest, gives the space back to the disk.
///
/// A block that only deltas need stays until the last of them goes, and is no longer found by its sketch, so that no
/// new delta prolongs its life.
///
/// Runs beside reads. Puts wait for it and it waits for puts, see [StoreGuard]. Killed at any point it has deleted some
/// garbage and nothing else. If a node under some root is lost or unreadable, it deletes nothing: what hangs under that
/// node cannot be known, and may be all that is left to repair it from. A damaged index of sketches is no reason to
/// stop: it is found before anything is removed, and dropped.
public final class GarbageCollector {
    private static final int BATCH = 1000;

    private final Home home;
    private final Function<Block, List<BlockId>> links;

    /// @param links the ids that a block links to, in any order
    public GarbageCollector(Home home, Function<Block, List<BlockId>> links) {
        this.home = home;
        this.links = links;
    }

    /// What a collection did.
    ///
    /// @param freedBytes length of the removed records
    /// @param pinnedBlocks of those kept, how many no root leads to, but deltas need
    /// @param missingLeaves leaves that some root leads to, or a delta needs, and that are lost, at most 1000 of them;
    /// `verify` says more
    /// @param indexDamage what was wrong with the index of sketches, which was dropped for it; [Reindexer] makes it
    /// anew
    public record Collected(
            long removedBlocks,
            long freedBytes,
            long keptBlocks,
            long pinnedBlocks,
            List<BlockId> missingLeaves,
            Optional<String> indexDamage) {
        public Collected {
            missingLeaves = List.copyOf(missingLeaves);
        }
    }

    /// @param wait how long running puts may take to finish
    /// @throws PakitException.Unavailable if puts are still running after that time
    /// @throws PakitException.Corrupt if a node under a root cannot be read; nothing was removed then
    public Collected collect(Duration wait) throws InterruptedException {
        return collect(wait, bytes -> {});
    }

    /// As [#collect(Duration)].
    ///
    /// @param progress told the plain bytes of each node that is followed, and of each block that is then looked at
    public Collected collect(Duration wait, LongConsumer progress) throws InterruptedException {
        Optional<String> indexDamage = home.blocks().index().dropIfDamaged();
        Sweep sweep;
        try (StoreGuard.Lease lease = home.guard().exclusive(wait)) {
            Marks marks = new Marks();
            Reachability live = new Reachability(home.blocks(), telling(progress), marks);
            home.roots().list().stream().map(Root::id).distinct().forEach(live::walk);
            PinnedBases pinned = PinnedBases.under(home.blocks(), live, base -> marks.missing(base, base));
            sweep = new Sweep(live, pinned, marks.missingLeaves);
            home.blocks().forEachHead((id, head) -> {
                progress.accept(BlockHead.plainBytes(head));
                sweep.visit(id, head);
            });
            sweep.deleteBatch();
            home.blocks().sync();
        }
        if (sweep.removedBlocks > 0) {
            home.blocks().reclaim();
        }
        return sweep.collected(indexDamage);
    }

    private Function<Block, List<BlockId>> telling(LongConsumer progress) {
        return node -> {
            progress.accept(node.sizeBytes());
            return links.apply(node);
        };
    }

    private static final class Marks implements Reachability.Findings {
        private final List<BlockId> missingLeaves = new ArrayList<>();

        @Override
        public void missing(BlockId id, BlockId root) {
            if (id.kind() == BlockId.Kind.DAG_PB) {
                throw stopped(root, "node " + id + " is missing");
            }
            if (missingLeaves.size() < BATCH) {
                missingLeaves.add(id);
            }
        }

        @Override
        public void unreadable(BlockId id, BlockId root, String what) {
            throw stopped(root, what);
        }

        private static PakitException.Corrupt stopped(BlockId root, String what) {
            return new PakitException.Corrupt("nothing was removed: under root " + root + " " + what
                    + "; put that tree again or pakit rm the root, then collect again");
        }
    }

    /// Deletes in batches while it scans; the scan shows the state at its start.
    private final class Sweep {
        private final Reachability live;
        private final PinnedBases pinned;
        private final List<BlockId> missingLeaves;
        private final List<BlockId> batch = new ArrayList<>(BATCH);
        private final List<BlockId> unfound = new ArrayList<>();
        private long removedBlocks;
        private long freedBytes;
        private long keptBlocks;
        private long pinnedBlocks;

        Sweep(Reachability live, PinnedBases pinned, List<BlockId> missingLeaves) {
            this.live = live;
            this.pinned = pinned;
            this.missingLeaves = missingLeaves;
        }

        void visit(BlockId id, byte[] head) {
            if (live.reached(id)) {
                keptBlocks++;
                return;
            }
            if (pinned.contains(id)) {
                keptBlocks++;
                pinnedBlocks++;
                unfound.add(id);
                if (unfound.size() == BATCH) {
                    deleteBatch();
                }
                return;
            }
            removedBlocks++;
            freedBytes += BlockHead.storedBytes(head);
            batch.add(id);
            if (batch.size() == BATCH) {
                deleteBatch();
            }
        }

        void deleteBatch() {
            home.blocks().deleteAll(batch);
            home.blocks().forgetSketches(unfound);
            batch.clear();
            unfound.clear();
        }

        Collected collected(Optional<String> indexDamage) {
            return new Collected(removedBlocks, freedBytes, keptBlocks, pinnedBlocks, missingLeaves, indexDamage);
        }
    }
}
