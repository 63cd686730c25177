package pakit.dag;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pakit.block.BlockId;
import pakit.codec.Codec;
import pakit.codec.DeltaLink;
import pakit.codec.Profile;
import pakit.hint.Advice;
import pakit.hint.Hint;
import pakit.hint.SimilarBlock;

/// Turns suggestions of similar blocks into bases to try, and says when a delta is worth keeping. Pure.
///
/// | suggestion | decision |
/// |---|---|
/// | in a home of profile fast, or for a block below [#SIZE_MIN] | nothing is tried |
/// | the block itself, or fewer than 3 of 16 bins shared | dropped |
/// | the rest | the [#ATTEMPTS_MAX] that share most are tried in turn, the first that is worth it is kept |
/// | one that shares [#BESIDE_MIN] further bins | is tried as second base, if what is left is worth that |
/// | none was worth it, and the block is small | dictionaries are tried |
/// | of a hint, but for the block itself and what was tried | the first [#HINTED_MAX] are tried besides, and kept if
/// shorter than all of the above |
///
/// Whether a suggested block exists, can be read and is what its id says is found out by whoever tries it. So the worst
/// that the index can do is to spend the time of [#ATTEMPTS_MAX] attempts, and the worst that a hint can do is to spend
/// that of [#HINTED_MAX]: the record is never longer than without it.
public final class DedupRule {
    /// A false candidate costs an attempt; of those that share three bins, less than one in a hundred is false.
    static final int SHARED_BINS_MIN = 3;

    static final int ATTEMPTS_MAX = 2;

    /// A hint may cost as much time again.
    static final int HINTED_MAX = 2;

    /// Below this a delta's header eats what the delta saves.
    static final int SIZE_MIN = 512;

    /// A delta costs an additional read of its base, each time: it has to save a tenth.
    private static final double SHARE_MAX = 0.9;

    /// A delta of an eighth of the plain size is kept without packing the block alone. On npm packages that left all
    /// bytes
    /// as they were, on a JDK's files it cost 0.02 % of them; a sixth would cost 0.1 %.
    private static final int STRONG = 8;

    /// A second base costs the reading of another block and 36 bytes: where less is left it cannot pay, and smaller
    /// blocks have all they can get from one.
    private static final int SECOND_DELTA_MIN = 400;

    private static final int SECOND_SIZE_MIN = 8 << 10;

    /// Fewer bins beside those of the first base are chance.
    static final int BESIDE_MIN = 2;

    /// How many records a delta may take to unpack, its own included.
    static final int RECORDS_MAX = 8;

    /// Larger blocks hold what they have in common with others themselves.
    private static final int DICTIONARY_SIZE_MAX = 32 << 10;

    /// Below this the header that names a dictionary eats what it saves.
    private static final int DICTIONARY_SIZE_MIN = 96;

    private DedupRule() {}

    /// Whether to look for similar blocks at all. At the price that the profile fast sets on CPU time, a delta costs
    /// more than it saves.
    static boolean asksAbout(DedupFacts facts) {
        return facts.profile() != Profile.FAST && facts.sizeBytes() >= SIZE_MIN;
    }

    /// How many blocks may have to be unpacked before this one. A tree is walked node by node, so each of them may cost
    /// one more read, and no second.
    static int depthMax(BlockId.Kind kind) {
        return switch (kind) {
            case RAW -> DeltaLink.DEPTH_MAX;
            case DAG_PB -> 1;
        };
    }

    /// Whether other blocks are to find this one by its sketch: one at the end of a chain is no base.
    ///
    /// @param link of the record under which it is stored
    public static boolean indexes(DedupFacts facts, Optional<DeltaLink> link) {
        return asksAbout(facts)
                && link.filter(kept -> kept.depth() >= depthMax(facts.id().kind()))
                        .isEmpty();
    }

    /// The bases to try, in this order.
    public static List<SimilarBlock> attempts(DedupFacts facts, List<SimilarBlock> suggested) {
        if (!asksAbout(facts)) {
            return List.of();
        }
        Set<BlockId> seen = new HashSet<>(Set.of(facts.id()));
        return suggested.stream()
                .filter(similar -> similar.sharedBins() >= SHARED_BINS_MIN)
                .sorted(Comparator.comparingInt(SimilarBlock::sharedBins).reversed())
                .filter(similar -> seen.add(similar.id()))
                .limit(ATTEMPTS_MAX)
                .toList();
    }

    /// The bases to try because a model named them, in this order.
    ///
    /// @param tried those that were tried already
    static List<BlockId> hinted(DedupFacts facts, Advice<Hint.Dedup> advice, Set<BlockId> tried) {
        return switch (advice) {
            case Advice.Silent<Hint.Dedup> silent -> List.of();
            case Advice.Suggested<Hint.Dedup> suggested ->
                suggested.hint().bases().stream()
                        .distinct()
                        .filter(id -> !id.equals(facts.id()) && !tried.contains(id))
                        .limit(HINTED_MAX)
                        .toList();
        };
    }

    /// The block to try as second base beside `first`, against which the delta takes so many bytes.
    static Optional<SimilarBlock> second(
            DedupFacts facts, List<SimilarBlock> suggested, SimilarBlock first, int deltaBytes) {
        if (deltaBytes < SECOND_DELTA_MIN
                || facts.sizeBytes() < SECOND_SIZE_MIN
                || facts.id().kind() == BlockId.Kind.DAG_PB) {
            return Optional.empty();
        }
        return suggested.stream()
                .filter(similar ->
                        !similar.id().equals(first.id()) && !similar.id().equals(facts.id()))
                .filter(similar -> similar.sharedBeside(first) >= BESIDE_MIN)
                .max(Comparator.comparingInt(similar -> similar.sharedBeside(first)));
    }

    /// Whether to try dictionaries on a block that nothing resembles.
    static boolean asksForDictionary(DedupFacts facts) {
        return facts.profile() != Profile.FAST
                && facts.id().kind() == BlockId.Kind.RAW
                && facts.sizeBytes() >= DICTIONARY_SIZE_MIN
                && facts.sizeBytes() < DICTIONARY_SIZE_MAX;
    }

    /// Whether a delta is so short that packing the block alone is not worth the try.
    static boolean isStrong(int deltaBytes, int plainBytes) {
        return deltaBytes <= plainBytes / STRONG;
    }

    /// Whether a delta of so many bytes is kept rather than a record of its own, or than a delta with one base fewer.
    static boolean keeps(int deltaBytes, int otherBytes) {
        return deltaBytes <= SHARE_MAX * otherBytes;
    }

    /// The level at which deltas are packed. A delta is short work even at a high level, since most of it is found at
    /// once: level 6 takes a seventh off the deltas of npm packages for a fifth more time of a put.
    static Codec.Zstd codec(Profile profile) {
        return new Codec.Zstd(
                switch (profile) {
                    case ARCHIVE -> 12;
                    case BALANCED -> 6;
                    case FAST -> Codec.Zstd.MIN_LEVEL;
                });
    }
}
