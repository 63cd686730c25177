package pakit.dag;

import java.util.Optional;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.DeltaLink;
import pakit.error.PakitException;

/// Blocks out of their records, following deltas to their bases, checked against their ids. Whatever a chain of deltas
/// holds, the bytes that come out are those that the id names, or nothing does. Thread-safe.
///
/// A new delta is packed only against a base that could be read without it, so no chain leads back to where it began,
/// and none is longer than [DeltaLink#DEPTH_MAX] when it is made. A chain can grow under a delta only where a lost base
/// was put again and became a delta itself; so a reader goes a little further than a writer, and refuses what is
/// longer.
public final class BlockReader {
    static final int LINKS_MAX = 16;

    private final BlockStore store;

    public BlockReader(BlockStore store) {
        this.store = store;
    }

    /// Reads a block and checks its bytes against its id.
    ///
    /// @throws PakitException.NotFound if the store has no such block
    /// @throws PakitException.Corrupt if its record, or one that it builds on, is lost or not what its id names
    public Block read(BlockId id) {
        return chain(id).block();
    }

    /// Reads a block out of its record.
    ///
    /// @throws PakitException.Corrupt as [#read]
    public Block decode(BlockId id, byte[] record) {
        return chain(id, record).block();
    }

    /// A block and how many bases lie under it.
    record Chain(Block block, int links) {}

    /// @throws PakitException as [#read]
    Chain chain(BlockId id) {
        return chain(
                id,
                store.get(id).orElseThrow(() -> new PakitException.NotFound("block " + id + " is not in this store")));
    }

    private Chain chain(BlockId id, byte[] bytes) {
        Optional<DeltaLink> link = Optional.empty();
        Plain plain;
        try {
            BlockRecord record = BlockRecord.read(bytes);
            link = record.link();
            plain = unpack(record, 0);
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("block " + id + " is corrupt: " + e.getMessage() + culprit(link), e);
        }
        try {
            return new Chain(Block.checked(id, plain.bytes()), plain.links());
        } catch (PakitException.Corrupt e) {
            throw link.isEmpty() ? e : new PakitException.Corrupt(e.getMessage() + culprit(link), e);
        }
    }

    /// @param links how many bases lie under these bytes
    private record Plain(byte[] bytes, int links) {}

    private Plain unpack(BlockRecord record, int linksAbove) {
        Optional<DeltaLink> link = record.link();
        if (link.isEmpty()) {
            return new Plain(record.unpack(), 0);
        }
        BlockId base = link.get().base();
        if (linksAbove == LINKS_MAX) {
            throw new PakitException.Corrupt(
                    "its chain of deltas goes on after " + LINKS_MAX + " links, at base " + base);
        }
        byte[] baseRecord = store.get(base)
                .orElseThrow(() -> new PakitException.Corrupt("base " + base + " of its delta is missing"));
        Plain under = unpack(BlockRecord.read(baseRecord), linksAbove + 1);
        return new Plain(record.unpack(under.bytes()), under.links() + 1);
    }

    /// Where to look next, asked only when something is wrong.
    private String culprit(Optional<DeltaLink> link) {
        return link.map(DeltaLink::base)
                .map(base -> "; it is a delta against block " + base
                        + (readable(base) ? ", which can be read" : ", which cannot be read either"))
                .orElse("");
    }

    private boolean readable(BlockId id) {
        try {
            byte[] record = store.get(id).orElseThrow(() -> new PakitException.NotFound("block " + id));
            return id.names(unpack(BlockRecord.read(record), 0).bytes());
        } catch (PakitException lost) {
            return false;
        }
    }
}
