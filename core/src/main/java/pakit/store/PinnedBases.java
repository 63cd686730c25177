package pakit.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
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

    /// Ends at bases that are pinned or live already: what those build on was or will be followed from there.
    private void follow(BlockId delta, byte[] head, Consumer<BlockId> lost) {
        Deque<BlockId> open = new ArrayDeque<>(basesOf(delta, head));
        while (!open.isEmpty()) {
            BlockId needed = open.pop();
            if (live.reached(needed) || pinned.contains(needed)) {
                continue;
            }
            Optional<byte[]> neededHead = blocks.head(needed);
            if (neededHead.isEmpty()) {
                lost.accept(needed);
            } else {
                pinned.add(needed);
                open.addAll(basesOf(needed, neededHead.get()));
            }
        }
    }

    /// A block whose head is damaged is asked itself; if it cannot say either, it is lost, and needs nothing any more.
    private List<BlockId> basesOf(BlockId id, byte[] head) {
        try {
            return bases(BlockHead.read(head).header());
        } catch (PakitException.Corrupt damaged) {
            return basesInRecord(id);
        }
    }

    private List<BlockId> basesInRecord(BlockId id) {
        try {
            return blocks.get(id)
                    .map(RecordHeader::read)
                    .map(PinnedBases::bases)
                    .orElse(List.of());
        } catch (PakitException.Corrupt damaged) {
            return List.of();
        }
    }

    private static List<BlockId> bases(RecordHeader header) {
        return header.link().map(DeltaLink::bases).orElse(List.of());
    }

    boolean contains(BlockId id) {
        return pinned.contains(id);
    }
}
