package pakit.store;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import pakit.block.BlockId;
import pakit.codec.DeltaLink;
import pakit.codec.RecordHeader;
import pakit.error.PakitException;

/// The blocks that no root leads to and that a delta under some root builds on: they stay. About 100 bytes each.
/// Not thread-safe.
final class PinnedBases {
    private final RocksBlockStore blocks;
    private final Reachability live;
    private final Set<BlockId> pinned = new HashSet<>();

    private PinnedBases(RocksBlockStore blocks, Reachability live) {
        this.blocks = blocks;
        this.live = live;
    }

    /// Reads all heads.
    ///
    /// @param live all that roots lead to
    /// @param lost told of bases that are needed and gone
    static PinnedBases under(RocksBlockStore blocks, Reachability live, Consumer<BlockId> lost) {
        PinnedBases bases = new PinnedBases(blocks, live);
        blocks.forEachHead((id, head) -> {
            if (live.reached(id)) {
                bases.follow(id, head, lost);
            }
        });
        return bases;
    }

    /// Ends at a base that is pinned or live already: what that one builds on was or will be followed from there.
    private void follow(BlockId delta, byte[] head, Consumer<BlockId> lost) {
        Optional<BlockId> base = baseOf(delta, head);
        while (base.isPresent() && !live.reached(base.get()) && !pinned.contains(base.get())) {
            BlockId needed = base.get();
            Optional<byte[]> neededHead = blocks.head(needed);
            if (neededHead.isEmpty()) {
                lost.accept(needed);
                return;
            }
            pinned.add(needed);
            base = baseOf(needed, neededHead.get());
        }
    }

    /// A block whose head is damaged is asked itself; if it cannot say either, it is lost, and needs nothing any more.
    private Optional<BlockId> baseOf(BlockId id, byte[] head) {
        try {
            return BlockHead.read(head).header().link().map(DeltaLink::base);
        } catch (PakitException.Corrupt damaged) {
            return baseInRecord(id);
        }
    }

    private Optional<BlockId> baseInRecord(BlockId id) {
        try {
            return blocks.get(id)
                    .flatMap(record -> RecordHeader.read(record).link())
                    .map(DeltaLink::base);
        } catch (PakitException.Corrupt damaged) {
            return Optional.empty();
        }
    }

    boolean contains(BlockId id) {
        return pinned.contains(id);
    }
}
