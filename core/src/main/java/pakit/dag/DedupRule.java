package pakit.dag;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import pakit.block.BlockId;
import pakit.block.Sketch;
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
/// | in a home of profile swift or faster, or for a block below [#SIZE_MIN] | nothing is tried |
/// | the block itself, or one that shares fewer than 2, 3 or 5 of 16 bins at depth 0, 1, 2 | dropped |
/// | the rest | the [#ATTEMPTS_MAX] of the best [#expectedCost] are tried in turn, the first that is worth it is kept |
/// | one that shares [#BESIDE_MIN] further bins | is tried as second base, if what is left is worth that |
/// | none was worth it, and the block is small | dictionaries are tried |
/// | of a hint, but for the block itself and what was tried | [#HINTED_MAX] are tried too, kept if shorter than all |
///
/// Whether a suggested block exists, can be read and is what its id says is found out by whoever tries it. So the worst
/// that the index can do is to spend the time of [#ATTEMPTS_MAX] attempts, and the worst that a hint can do is to spend
/// that of [#HINTED_MAX]: the record is never longer than without it.
public final class DedupRule {
    /// A false candidate costs an attempt; of those that share three bins, less than one in a hundred is false.
    private static final int SHARED_BINS_MIN = 3;

    /// Two are enough for one attempt at a block that stands alone: of those, one in ten is in vain, but what they save
    /// costs no later version its base.
    private static final int WEAK_BINS_MIN = 2;

    /// A weak delta that ends a chain is worth less than a dictionary, and less than the base that the block could be.
    private static final int SHARED_BINS_MIN_DEEP = 5;

    static final int ATTEMPTS_MAX = 2;

    /// A hint may cost as much time again.
    static final int HINTED_MAX = 2;

    /// Below this a delta's header eats what the delta saves.
    static final int SIZE_MIN = 512;

    /// A delta costs an additional read of its base, each time: it has to save a tenth.
    private static final double SHARE_MAX = 0.9;

    /// A delta of an eighth of the plain size is kept without packing the block alone. On npm packages that left all
    /// bytes as they were, on a JDK's files it cost 0.02 % of them; a sixth would cost 0.1 %.
    private static final int STRONG = 8;

    /// A second base costs the reading of another block and 36 bytes: where less is left it cannot pay, and smaller
    /// blocks have all they can get from one.
    private static final int SECOND_DELTA_MIN = 400;

    private static final int SECOND_SIZE_MIN = 8 << 10;

    /// Fewer bins beside those of the first base are chance.
    public static final int BESIDE_MIN = 2;

    /// How many records a delta may take to unpack, its own included.
    static final int RECORDS_MAX = 8;

    /// Larger blocks hold what they have in common with others themselves.
    private static final int DICTIONARY_SIZE_MAX = 32 << 10;

    /// Below this the header that names a dictionary eats what it saves.
    private static final int DICTIONARY_SIZE_MIN = 96;

    /// What a byte of a record costs by its depth, because of what comes later. A block at depth 3 is no base: the next
    /// version of it has to go back to an older one, and all that come after too, each further away from it. So a
    /// record at less depth is worth a few bytes more. With every byte at the same price, the deltas of ten versions of
    /// npm packages took a quarter more in all (docs/design/delta.md).
    private static final double[] PRICES = {1, 1, 1.2, 1.4};

    /// What a delta takes besides what the sketches do not share.
    private static final double ALWAYS = 0.1;

    private static final Profile DEAREST = Profile.BALANCED;

    private DedupRule() {}

    /// Whether to look for similar blocks at all. At the prices that faster profiles set on CPU time, a delta costs
    /// more than it saves.
    static boolean asksAbout(DedupFacts facts) {
        return facts.profile().compareTo(DEAREST) <= 0 && facts.sizeBytes() >= SIZE_MIN;
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

    /// Whether a block that agrees in so many bins is worth an attempt.
    ///
    /// @param depth of its record
    public static boolean canBeBase(int sharedBins, int depth) {
        return sharedBins
                >= switch (depth) {
                    case 0 -> WEAK_BINS_MIN;
                    case 1 -> SHARED_BINS_MIN;
                    default -> SHARED_BINS_MIN_DEEP;
                };
    }

    /// How dear the delta against a base will be, to compare bases by: less is better.
    ///
    /// @param depth of the base
    public static double expectedCost(int sharedBins, int depth) {
        return (1 + ALWAYS - (double) sharedBins / Sketch.BINS) * price(depth + 1);
    }

    /// What a second base promises, to compare them by: more is better.
    ///
    /// @param further in how many bins it agrees where the first does not
    public static double besidePromise(int further, int depth, int firstDepth) {
        return further / price(Math.max(depth, firstDepth) + 1);
    }

    private static double price(int depth) {
        return PRICES[Math.clamp(depth, 0, PRICES.length - 1)];
    }

    /// The bases to try, in this order.
    public static List<SimilarBlock> attempts(DedupFacts facts, List<SimilarBlock> suggested) {
        if (!asksAbout(facts)) {
            return List.of();
        }
        Set<BlockId> seen = new HashSet<>(Set.of(facts.id()));
        List<SimilarBlock> ordered = suggested.stream()
                .filter(similar -> canBeBase(similar.sharedBins(), similar.depth()))
                .sorted(Comparator.comparingDouble(similar -> expectedCost(similar.sharedBins(), similar.depth())))
                .filter(similar -> seen.add(similar.id()))
                .toList();
        return ordered.stream()
                .filter(similar -> similar == ordered.getFirst() || similar.sharedBins() >= SHARED_BINS_MIN)
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
                .max(Comparator.comparingDouble(
                        similar -> besidePromise(similar.sharedBeside(first), similar.depth(), first.depth())));
    }

    /// Whether to try dictionaries on a block that nothing resembles.
    static boolean asksForDictionary(DedupFacts facts) {
        return facts.profile().compareTo(DEAREST) <= 0
                && facts.id().kind() == BlockId.Kind.RAW
                && facts.sizeBytes() >= DICTIONARY_SIZE_MIN
                && facts.sizeBytes() < DICTIONARY_SIZE_MAX;
    }

    /// Whether a delta is so short that packing the block alone is not worth the try.
    static boolean isStrong(int deltaBytes, int plainBytes) {
        return deltaBytes <= plainBytes / STRONG;
    }

    /// Whether a delta of so many bytes is kept rather than a record of its own.
    static boolean keeps(int deltaBytes, int aloneBytes) {
        return deltaBytes <= SHARE_MAX * aloneBytes;
    }

    /// Whether a delta of so many bytes is kept rather than another record that may be none, each at the price of its
    /// depth.
    static boolean keeps(int deltaBytes, int depth, int otherBytes, int otherDepth) {
        return deltaBytes * price(depth) <= SHARE_MAX * otherBytes * price(otherDepth);
    }

    /// The level at which deltas are packed. A delta is short work even at a high level, since most of it is found at
    /// once: level 8 takes 3 to 5 % off all that npm packages and database states take, from
    /// level 6, for 3 % more time of a put; level 9 would take as much time again for 1 %.
    public static Codec.Zstd codec(Profile profile) {
        return new Codec.Zstd(
                switch (profile) {
                    case COLD, ARCHIVE -> 12;
                    case BALANCED -> 8;
                    case SWIFT, FAST, RAPID, MEMORY -> Codec.Zstd.MIN_LEVEL;
                });
    }
}
