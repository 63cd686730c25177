package pakit.dag;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.error.PakitException;

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
    record Packed(BlockRecord record, Optional<Sketch> sketch, DeltaTrial trial) {}

    /// @param alone packs the block without a base, which is what is stored if nothing else is worth it; not asked
    /// where a
    /// delta is strong
    Packed pack(Block block, Supplier<BlockRecord> alone) {
        DedupFacts facts = new DedupFacts(block.id(), block.sizeBytes(), profile);
        if (!DedupRule.asksAbout(facts)) {
            return new Packed(withDictionary(facts, block, alone), Optional.empty(), DeltaTrial.NONE);
        }
        Sketch sketch = Sketch.of(block.bytes());
        try {
            return pack(facts, block, alone, sketch);
        } catch (PakitException.Corrupt e) {
            LOG.debug("the index cannot be read and is left alone; verify names its damage", e);
            return new Packed(alone.get(), Optional.empty(), DeltaTrial.NONE);
        }
    }

    private Packed pack(DedupFacts facts, Block block, Supplier<BlockRecord> alone, Sketch sketch) {
        List<SimilarBlock> suggested = store.similar(block.id().kind(), sketch);
        int attempts = 0;
        for (SimilarBlock similar : DedupRule.attempts(facts, suggested)) {
            attempts++;
            Optional<Delta> delta = base(similar.id(), block.id()).flatMap(base -> against(block, base));
            if (delta.isPresent() && worthIt(delta.get().record, alone)) {
                Delta best = withSecond(facts, block, delta.get(), similar, suggested);
                Optional<DeltaLink> link = best.record.link();
                Optional<Sketch> found = DedupRule.indexes(facts, link) ? Optional.of(sketch) : Optional.empty();
                return new Packed(best.record, found, new DeltaTrial(attempts, link));
            }
        }
        BlockRecord record = withDictionary(facts, block, alone);
        return new Packed(record, Optional.of(sketch), new DeltaTrial(attempts, Optional.empty()));
    }

    private static boolean worthIt(BlockRecord delta, Supplier<BlockRecord> alone) {
        return DedupRule.isStrong(delta.storedBytes(), delta.plainBytes())
                || DedupRule.keeps(delta.storedBytes(), alone.get().storedBytes());
    }

    private BlockRecord withDictionary(DedupFacts facts, Block block, Supplier<BlockRecord> alone) {
        return DedupRule.asksForDictionary(facts) ? dictionaries.pack(block, alone.get()) : alone.get();
    }

    /// @param bases what it was packed against, the second first
    private record Delta(BlockRecord record, List<BlockReader.Chain> bases) {
        int storedBytes() {
            return record.storedBytes();
        }
    }

    /// The delta against two bases, if that is worth it, else the one against the first.
    private Delta withSecond(
            DedupFacts facts, Block block, Delta one, SimilarBlock first, List<SimilarBlock> suggested) {
        return DedupRule.second(facts, suggested, first, one.storedBytes())
                .flatMap(similar -> base(similar.id(), block.id()))
                .flatMap(second -> against(block, one.bases.getFirst(), second))
                .filter(two -> DedupRule.keeps(two.storedBytes(), one.storedBytes()))
                .orElse(one);
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
