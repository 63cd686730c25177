package pakit.dag;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.codec.BlockRecord;
import pakit.codec.DeltaLink;
import pakit.codec.Dictionary;
import pakit.error.PakitException;

/// Blocks out of their records, following deltas to their bases, checked against their ids. Whatever a chain of deltas
/// holds, the bytes that come out are those that the id names, or nothing does. Thread-safe.
///
/// A new delta is packed only against bases that could be read without it, so no chain leads back to where it began,
/// and none is longer than [DeltaLink#DEPTH_MAX] when it is made. A chain can grow under a delta only where a lost base
/// was put again and became a delta itself; so a reader goes a little further than a writer, and refuses what is
/// longer, or takes more records. Dictionaries that were read are kept, [#DICTIONARIES_MAX] of them.
public final class BlockReader {
    static final int LINKS_MAX = 16;

    /// Two bases each, all the way down, would be 2 to the power of the links.
    static final int RECORDS_MAX = 64;

    private static final int DICTIONARIES_MAX = 8;

    private final BlockStore store;
    private final Map<BlockId, Dictionary> dictionaries = new ConcurrentHashMap<>();

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

    /// A block and what it builds on.
    ///
    /// @param links how many bases have to be unpacked one after the other
    /// @param records how many records have to be unpacked in all, its own included, dictionaries that are kept not
    record Chain(Block block, int links, int records) {}

    /// @throws PakitException as [#read]
    Chain chain(BlockId id) {
        return chain(
                id,
                store.get(id).orElseThrow(() -> new PakitException.NotFound("block " + id + " is not in this store")));
    }

    private Chain chain(BlockId id, byte[] bytes) {
        Optional<DeltaLink> link = Optional.empty();
        Unpacking unpacking = new Unpacking();
        Plain plain;
        try {
            BlockRecord record = BlockRecord.read(bytes);
            link = record.link();
            plain = unpacking.unpack(record, 0);
        } catch (PakitException.Corrupt e) {
            throw new PakitException.Corrupt("block " + id + " is corrupt: " + e.getMessage() + culprits(link), e);
        }
        try {
            return new Chain(Block.checked(id, plain.bytes()), plain.links(), unpacking.records);
        } catch (PakitException.Corrupt e) {
            throw link.isEmpty() ? e : new PakitException.Corrupt(e.getMessage() + culprits(link), e);
        }
    }

    /// The dictionary that the block `id` is, kept ready from then on.
    ///
    /// @throws PakitException as [#read], and Corrupt if it is no dictionary
    Dictionary dictionary(BlockId id) {
        Dictionary ready = dictionaries.get(id);
        return ready != null ? ready : keep(id, chain(id).block());
    }

    private Dictionary keep(BlockId id, Block block) {
        Dictionary dictionary =
                Dictionary.of(block).orElseThrow(() -> new PakitException.Corrupt("block " + id + " is no dictionary"));
        if (dictionaries.size() >= DICTIONARIES_MAX) {
            dictionaries.clear();
        }
        dictionaries.put(id, dictionary);
        return dictionary;
    }

    /// @param links how many bases lie under these bytes
    private record Plain(byte[] bytes, int links) {}

    /// One read, which counts what it unpacks.
    private final class Unpacking {
        private int records;

        Plain unpack(BlockRecord record, int linksAbove) {
            if (++records > RECORDS_MAX) {
                throw new PakitException.Corrupt("it takes more than " + RECORDS_MAX + " records");
            }
            Optional<DeltaLink> link = record.link();
            if (link.isEmpty()) {
                return new Plain(record.unpack(), 0);
            }
            if (linksAbove == LINKS_MAX) {
                throw new PakitException.Corrupt("its chain of deltas goes on after " + LINKS_MAX + " links, at base "
                        + link.get().base());
            }
            return switch (link.get().way()) {
                case DICTIONARY ->
                    new Plain(record.unpack(dictionaryUnder(link.get().base(), linksAbove)), 1);
                case DELTA -> unpackDelta(record, link.get(), linksAbove + 1);
            };
        }

        private Plain unpackDelta(BlockRecord record, DeltaLink link, int linksAbove) {
            Plain under = base(link.base(), linksAbove);
            if (link.second().isPresent()) {
                Plain second = base(link.second().get(), linksAbove);
                byte[] joined = BlockRecord.joined(under.bytes(), second.bytes());
                under = new Plain(joined, Math.max(under.links(), second.links()));
            }
            return new Plain(record.unpack(under.bytes()), under.links() + 1);
        }

        private Plain base(BlockId base, int linksAbove) {
            byte[] record = store.get(base)
                    .orElseThrow(() -> new PakitException.Corrupt("base " + base + " of its delta is missing"));
            return unpack(BlockRecord.read(record), linksAbove);
        }

        private Dictionary dictionaryUnder(BlockId id, int linksAbove) {
            Dictionary ready = dictionaries.get(id);
            return ready != null
                    ? ready
                    : keep(id, Block.checked(id, base(id, linksAbove + 1).bytes()));
        }
    }

    /// Where to look next, asked only when something is wrong.
    private String culprits(Optional<DeltaLink> link) {
        return link.stream()
                .flatMap(known -> known.bases().stream())
                .map(base -> "; it is a delta against block " + base
                        + (readable(base) ? ", which can be read" : ", which cannot be read either"))
                .collect(Collectors.joining());
    }

    private boolean readable(BlockId id) {
        try {
            byte[] record = store.get(id).orElseThrow(() -> new PakitException.NotFound("block " + id));
            return id.names(new Unpacking().unpack(BlockRecord.read(record), 0).bytes());
        } catch (PakitException lost) {
            return false;
        }
    }
}
