package pakit.dag;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import pakit.block.Block;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.codec.BlockRecord;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.error.PakitException;

/// Tries to store a block as what it differs by from one that is stored already. Every base is read and checked against
/// its id, and every delta is unpacked and compared before it is kept. Thread-safe.
///
/// The caller keeps collections away meanwhile, so that no base goes between the attempt and the put.
final class DeltaPacker {
    private static final Logger LOG = LoggerFactory.getLogger(DeltaPacker.class);

    private final BlockStore store;
    private final BlockReader reader;
    private final Profile profile;

    DeltaPacker(BlockStore store, BlockReader reader, Profile profile) {
        this.store = store;
        this.reader = reader;
        this.profile = profile;
    }

    /// A record and what the index is to know of it.
    ///
    /// @param sketch of a block that others may be packed against
    record Packed(BlockRecord record, Optional<Sketch> sketch, DeltaTrial trial) {}

    /// @param alone the block packed without a base, which is what is stored if no delta is worth it
    Packed pack(Block block, BlockRecord alone) {
        DedupFacts facts = new DedupFacts(block.id(), block.sizeBytes(), profile);
        if (!DedupRule.asksAbout(facts)) {
            return new Packed(alone, Optional.empty(), DeltaTrial.NONE);
        }
        Sketch sketch = Sketch.of(block.bytes());
        try {
            return pack(block, facts, alone, sketch);
        } catch (PakitException.Corrupt e) {
            LOG.debug("the index cannot be read and is left alone; verify names its damage", e);
            return new Packed(alone, Optional.empty(), DeltaTrial.NONE);
        }
    }

    private Packed pack(Block block, DedupFacts facts, BlockRecord alone, Sketch sketch) {
        List<BlockId> bases = DedupRule.attempts(facts, store.similar(block.id().kind(), sketch));
        int attempts = 0;
        for (BlockId base : bases) {
            attempts++;
            Optional<BlockRecord> delta = packAgainst(base, block);
            if (delta.isPresent() && DedupRule.keeps(delta.get().storedBytes(), alone.storedBytes())) {
                Optional<DeltaLink> link = delta.get().link();
                Optional<Sketch> found = DedupRule.indexes(facts, link) ? Optional.of(sketch) : Optional.empty();
                return new Packed(delta.get(), found, new DeltaTrial(attempts, link));
            }
        }
        return new Packed(alone, Optional.of(sketch), new DeltaTrial(attempts, Optional.empty()));
    }

    /// The delta, or empty if there is no such base, it cannot be read, or it is at the end of its chain.
    private Optional<BlockRecord> packAgainst(BlockId baseId, Block block) {
        try {
            BlockReader.Chain base = reader.chain(baseId);
            byte[] baseBytes = base.block().bytes();
            if (base.links() >= DeltaLink.DEPTH_MAX || !BlockRecord.canBeBase(baseBytes)) {
                return Optional.empty();
            }
            DeltaLink link = new DeltaLink(baseId, base.links() + 1);
            BlockRecord delta = BlockRecord.packDelta(DedupRule.codec(profile), block.bytes(), link, baseBytes);
            return Optional.of(delta).filter(packed -> Arrays.equals(packed.unpack(baseBytes), block.bytes()));
        } catch (PakitException.NotFound | PakitException.Corrupt e) {
            LOG.debug("block {} is no base for {}", baseId, block.id(), e);
            return Optional.empty();
        }
    }
}
