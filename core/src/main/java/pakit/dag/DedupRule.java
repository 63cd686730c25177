package pakit.dag;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;

/// Turns suggestions of similar blocks into bases to try, and says when a delta is worth keeping. Pure.
///
/// | suggestion | decision |
/// |---|---|
/// | for a node of a tree, a small block, or in a home of profile fast | nothing is tried |
/// | the block itself, or fewer than 3 of 16 bins shared | dropped |
/// | the rest | the [#ATTEMPTS_MAX] that share most are tried in turn, the first that is worth it is kept |
///
/// Whether a suggested block exists, can be read and is what its id says is found out by whoever tries it. So the worst
/// that a suggestion can do is to spend the time of [#ATTEMPTS_MAX] attempts.
public final class DedupRule {
    /// A false candidate costs an attempt; of those that share three bins, less than one in a hundred is false.
    static final int SHARED_BINS_MIN = 3;

    static final int ATTEMPTS_MAX = 2;

    /// Below this a delta's header eats what the delta saves.
    static final int SIZE_MIN = 512;

    /// A delta costs an additional read of its base, each time: it has to save a tenth.
    private static final double SHARE_MAX = 0.9;

    private DedupRule() {}

    /// Whether to look for similar blocks at all. At the price that the profile fast sets on CPU time, a delta costs
    /// more than it saves.
    static boolean asksAbout(DedupFacts facts) {
        return facts.profile() != Profile.FAST
                && facts.id().kind() == BlockId.Kind.RAW
                && facts.sizeBytes() >= SIZE_MIN;
    }

    /// Whether other blocks are to find this one by its sketch: one at the end of a chain is no base.
    ///
    /// @param link of the record under which it is stored
    public static boolean indexes(DedupFacts facts, Optional<DeltaLink> link) {
        return asksAbout(facts)
                && link.filter(kept -> kept.depth() >= DeltaLink.DEPTH_MAX).isEmpty();
    }

    /// The bases to try, in this order.
    public static List<BlockId> attempts(DedupFacts facts, List<SimilarBlock> suggested) {
        if (!asksAbout(facts)) {
            return List.of();
        }
        return suggested.stream()
                .filter(similar -> similar.sharedBins() >= SHARED_BINS_MIN)
                .sorted(Comparator.comparingInt(SimilarBlock::sharedBins).reversed())
                .map(SimilarBlock::id)
                .filter(id -> !id.equals(facts.id()))
                .distinct()
                .limit(ATTEMPTS_MAX)
                .toList();
    }

    /// Whether a delta of so many bytes is kept rather than a record of its own.
    static boolean keeps(int deltaBytes, int aloneBytes) {
        return deltaBytes <= SHARE_MAX * aloneBytes;
    }

    /// The level at which deltas are packed: that of the profile's default.
    static Codec.Zstd codec(Profile profile) {
        return profile.defaultCodec() instanceof Codec.Zstd zstd ? zstd : new Codec.Zstd(Codec.Zstd.MIN_LEVEL);
    }
}
