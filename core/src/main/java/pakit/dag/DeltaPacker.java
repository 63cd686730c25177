package pakit.dag;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.error.PakitException;
import pakit.hint.Advice;
import pakit.hint.DeltaFacts;
import pakit.hint.Hint;
import pakit.hint.SimilarBlock;

/// Tries to store a block as what it differs by from others that are stored already, or with a dictionary. Every base
/// is read and checked against its id, and every delta is unpacked and compared before it is kept. Thread-safe.
///
/// The caller keeps collections away meanwhile, so that no base goes between the attempt and the put.
final class DeltaPacker {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaPacker.class);

    private final BlockStore store;
    private final BlockReader reader;
    private final Profile profile;
    private final Dictionaries dictionaries;

    DeltaPacker(BlockStore store, BlockReader reader, Profile profile) {
        this.store = store;
        this.reader = reader;
        this.profile = profile;
        this.dictionaries = new Dictionaries(store, reader, profile);
    }

    /// A record and what the index is to know of it.
    ///
    /// @param sketch of a block that others may be packed against
    record Packed(BlockRecord record, Optional<Sketch> sketch, DeltaTrial trial) {
        /// A record that nobody looked for a base for.
        static Packed plain(BlockRecord record) {
            return new Packed(record, Optional.empty(), DeltaTrial.none(record.storedBytes()));
        }
    }

    /// @param alone packs the block without a base, which is what is stored if nothing else is worth it; not asked
    ///     where a delta is strong
    /// @param advisor asked once, if there is something to decide
    Packed pack(Block block, Supplier<BlockRecord> alone, Function<DeltaFacts, Advice<Hint.Dedup>> advisor) {
        DedupFacts facts = new DedupFacts(block.id(), block.sizeBytes(), profile);
        if (!DedupRule.asksAbout(facts)) {
            return Packed.plain(withDictionary(facts, block, alone));
        }
        Sketch sketch = Sketch.of(block.bytes());
        try {
            List<SimilarBlock> suggested = store.similar(block.id().kind(), sketch);
            Search search = new Search(facts, block, alone, suggested);
            BlockRecord byDefault = search.byDefault();
            Advice<Hint.Dedup> advice =
                    advisor.apply(new DeltaFacts(block, sketch, suggested, byDefault.storedBytes(), profile));
            BlockRecord record = search.byHint(advice, byDefault);
            Optional<DeltaLink> kept = record.link().filter(link -> link.way() == DeltaLink.Way.DELTA);
            return new Packed(
                    record,
                    DedupRule.indexes(facts, record.link()) ? Optional.of(sketch) : Optional.empty(),
                    new DeltaTrial(advice, search.tried, kept, byDefault.storedBytes()));
        } catch (PakitException.Corrupt e) {
            LOG.debug("the index cannot be read and is left alone; verify names its damage", e);
            return Packed.plain(alone.get());
        }
    }

    private static boolean worthIt(Delta delta, Supplier<BlockRecord> alone) {
        return DedupRule.isStrong(delta.storedBytes(), delta.record.plainBytes())
                || DedupRule.keeps(delta.storedBytes(), alone.get().storedBytes());
    }

    private static boolean beats(Delta delta, BlockRecord other) {
        int depth = other.link().map(DeltaLink::depth).orElse(0);
        return DedupRule.keeps(delta.storedBytes(), delta.depth(), other.storedBytes(), depth);
    }

    private BlockRecord withDictionary(DedupFacts facts, Block block, Supplier<BlockRecord> alone) {
        return DedupRule.asksForDictionary(facts) ? dictionaries.pack(block, alone.get()) : alone.get();
    }

    /// What is tried for one block.
    private final class Search {
        private final DedupFacts facts;
        private final Block block;
        private final Supplier<BlockRecord> alone;
        private final List<SimilarBlock> suggested;
        private final List<DeltaTrial.Attempt> tried = new ArrayList<>();

        Search(DedupFacts facts, Block block, Supplier<BlockRecord> alone, List<SimilarBlock> suggested) {
            this.facts = facts;
            this.block = block;
            this.alone = alone;
            this.suggested = suggested;
        }

        /// The first delta against what the index suggests that is worth it, else a dictionary, else the block alone.
        BlockRecord byDefault() {
            for (SimilarBlock similar : DedupRule.attempts(facts, suggested)) {
                Optional<Delta> delta = attempt(similar.id(), similar.sharedBins());
                if (delta.isPresent() && worthIt(delta.get(), alone)) {
                    return withSecond(delta.get(), similar).record;
                }
            }
            return withDictionary(facts, block, alone);
        }

        /// The shortest delta against what `advice` names, if it is a tenth shorter than `byDefault`, else that.
        BlockRecord byHint(Advice<Hint.Dedup> advice, BlockRecord byDefault) {
            Set<BlockId> known = tried.stream().map(DeltaTrial.Attempt::base).collect(Collectors.toSet());
            BlockRecord best = byDefault;
            for (BlockId base : DedupRule.hinted(facts, advice, known)) {
                Optional<Delta> delta = attempt(base, 0);
                if (delta.isPresent()
                        && delta.get().storedBytes() < best.storedBytes()
                        && beats(delta.get(), byDefault)) {
                    best = delta.get().record;
                }
            }
            return best;
        }

        private Optional<Delta> attempt(BlockId id, int sharedBins) {
            Optional<Delta> delta = base(id, block.id()).flatMap(base -> against(block, base));
            tried.add(new DeltaTrial.Attempt(
                    id, sharedBins, delta.map(Delta::storedBytes).orElse(0)));
            return delta;
        }

        /// The delta against two bases, if that is worth it, else the one against the first.
        private Delta withSecond(Delta one, SimilarBlock first) {
            return DedupRule.second(facts, suggested, first, one.storedBytes())
                    .flatMap(similar -> base(similar.id(), block.id()))
                    .flatMap(second -> against(block, one.bases.getFirst(), second))
                    .filter(two -> beats(two, one.record))
                    .orElse(one);
        }
    }

    /// @param bases what it was packed against, the second first
    private record Delta(BlockRecord record, List<BlockReader.Chain> bases) {
        int storedBytes() {
            return record.storedBytes();
        }

        int depth() {
            return record.link().map(DeltaLink::depth).orElse(0);
        }
    }

    /// What `id` names, or empty if there is no such block or it cannot be read.
    private Optional<BlockReader.Chain> base(BlockId id, BlockId block) {
        try {
            return Optional.of(reader.chain(id))
                    .filter(base -> BlockRecord.canBeBase(base.block().bytes()));
        } catch (PakitException.NotFound | PakitException.Corrupt e) {
            LOG.debug("block {} is no base for {}", id, block, e);
            return Optional.empty();
        }
    }

    /// The delta, or empty if it could not be read within the bounds.
    ///
    /// @param bases one or two, the one that stands nearest to the block first
    private Optional<Delta> against(Block block, BlockReader.Chain... bases) {
        int depth = 1
                + Arrays.stream(bases).mapToInt(BlockReader.Chain::links).max().orElseThrow();
        int records =
                1 + Arrays.stream(bases).mapToInt(BlockReader.Chain::records).sum();
        if (depth > DedupRule.depthMax(block.id().kind()) || records > DedupRule.RECORDS_MAX) {
            return Optional.empty();
        }
        byte[] first = bases[0].block().bytes();
        Optional<Block> second = bases.length == 1 ? Optional.empty() : Optional.of(bases[1].block());
        DeltaLink link = new DeltaLink(DeltaLink.Way.DELTA, bases[0].block().id(), second.map(Block::id), depth);
        byte[] before = second.map(Block::bytes)
                .map(bytes -> BlockRecord.joined(first, bytes))
                .orElse(first);
        if (!BlockRecord.canBeBase(before)) {
            return Optional.empty();
        }
        BlockRecord delta = BlockRecord.packDelta(DedupRule.codec(profile), block.bytes(), link, before);
        return Optional.of(new Delta(delta, List.of(bases)))
                .filter(packed -> Arrays.equals(packed.record.unpack(before), block.bytes()));
    }
}
