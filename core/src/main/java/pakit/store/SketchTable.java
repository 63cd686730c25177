package pakit.store;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import pakit.block.BlockId;
import pakit.block.Sketch;
import pakit.hint.SimilarBlock;

/// Which blocks have which value in which bin of their sketch, in memory outside the heap, at most [#BYTES_MAX] a
/// block.
///
/// ```
/// bucket = 16 entries = one cache line, newest first      entry = number of a block (28 bits), tag (4 bits)
/// bin and value ──hash──► bucket, tag                     number of a block ──► first word of its digest, depth
/// ```
///
/// Why so. A map from bin and value to lists of blocks costs 100 bytes an entry, and a look-up sixteen walks through
/// it. Here a look-up reads sixteen cache lines. Entries of different values meet in one bucket; the tag tells most of
/// them apart, and a block that is found by chance is found once, not in three bins. A full bucket drops its oldest
/// entry: values that many blocks share lead to the sixteen that came last.
///
/// Sketches are not kept, so a table does not grow: [#isFull] says when its owner has to make a larger one. One thread
/// adds; any may ask meanwhile, and gets the state before or after, or a suggestion that is worth nothing.
final class SketchTable {
    /// What a table takes at most, by block, when its owner has made it.
    static final int BYTES_MAX = 128;

    private static final int WAYS = 16;
    private static final int TAG_BITS = 4;
    private static final int TAG_MASK = (1 << TAG_BITS) - 1;
    private static final int BIN_BITS = 4;
    private static final int BIN_MASK = (1 << BIN_BITS) - 1;

    /// More blocks have no number that is positive beside a tag or a bin; at 32 KiB each that is 4 TiB.
    private static final int BLOCKS_MAX = (1 << Integer.SIZE - TAG_BITS - 1) - 2;

    private static final long BUCKET_BYTES = (long) WAYS * Integer.BYTES;

    /// The golden ratio in 64 bits, as multiplicative hashing uses it (Knuth, TAOCP 3, 6.4).
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final int buckets;
    private final MemorySegment entries;
    private final MemorySegment words;
    private final MemorySegment depths;
    private long used;
    private volatile int blocks;

    /// @param blocks how many shall find room
    SketchTable(int blocks) {
        this.buckets = Math.clamp(blocks, 1, BLOCKS_MAX);
        this.entries = Arena.ofAuto().allocate(buckets * BUCKET_BYTES, BUCKET_BYTES);
        this.words = Arena.ofAuto().allocate((long) buckets * Long.BYTES, Long.BYTES);
        this.depths = Arena.ofAuto().allocate(buckets);
    }

    /// A digest's first word, in which bins its block agrees, the first bin's bit lowest, and how deep its record lies.
    record Vote(long word, int bins, int depth) {
        int shared() {
            return Integer.bitCount(bins);
        }

        /// @param id that begins with the word
        SimilarBlock block(BlockId id) {
            return new SimilarBlock(id, bins, depth);
        }
    }

    int blocks() {
        return blocks;
    }

    long memoryBytes() {
        return entries.byteSize() + words.byteSize() + depths.byteSize();
    }

    /// Whether another block belongs into a larger table.
    boolean isFull() {
        return buckets < BLOCKS_MAX && (blocks == buckets || used >= (long) WAYS * buckets);
    }

    /// Makes `sketch` lead to the block with this word; does nothing if no number is left.
    ///
    /// @param depth of its record, at most 127
    void add(Sketch sketch, long word, int depth) {
        int number = blocks;
        if (number == buckets) {
            return;
        }
        words.setAtIndex(ValueLayout.JAVA_LONG, number, word);
        depths.set(ValueLayout.JAVA_BYTE, number, (byte) depth);
        for (int bin = 0; bin < Sketch.BINS; bin++) {
            if (sketch.has(bin)) {
                long hash = hash(bin, sketch.value(bin));
                push(bucketAt(hash), number + 1 << TAG_BITS | (int) hash & TAG_MASK);
                used++;
            }
        }
        blocks = number + 1;
    }

    private void push(long at, int entry) {
        MemorySegment.copy(entries, at, entries, at + Integer.BYTES, BUCKET_BYTES - Integer.BYTES);
        entries.set(ValueLayout.JAVA_INT, at, entry);
    }

    /// The blocks that agree with `sketch` in at least `binsMin` bins, most first, newest first where they agree in as
    /// many.
    List<Vote> votes(Sketch sketch, int binsMin) {
        int[] hits = new int[Sketch.BINS * WAYS];
        int found = 0;
        for (int bin = 0; bin < Sketch.BINS; bin++) {
            if (sketch.has(bin)) {
                found = collect(bin, hash(bin, sketch.value(bin)), hits, found);
            }
        }
        Arrays.sort(hits, 0, found);
        List<Vote> votes = new ArrayList<>();
        for (int at = found - 1; at >= 0; ) {
            int number = hits[at] >>> BIN_BITS;
            int bins = 0;
            for (; at >= 0 && hits[at] >>> BIN_BITS == number; at--) {
                bins |= 1 << (hits[at] & BIN_MASK);
            }
            if (Integer.bitCount(bins) >= binsMin) {
                votes.add(vote(number - 1, bins));
            }
        }
        votes.sort(Comparator.comparingInt(Vote::shared).reversed());
        return votes;
    }

    private Vote vote(int number, int bins) {
        return new Vote(
                words.getAtIndex(ValueLayout.JAVA_LONG, number), bins, depths.get(ValueLayout.JAVA_BYTE, number));
    }

    /// Notes the numbers of the blocks in one bucket, each with its bin.
    private int collect(int bin, long hash, int[] hits, int found) {
        int end = found;
        long at = bucketAt(hash);
        int tag = (int) hash & TAG_MASK;
        for (int way = 0; way < WAYS; way++) {
            int entry = entries.get(ValueLayout.JAVA_INT, at + (long) way * Integer.BYTES);
            if (entry != 0 && (entry & TAG_MASK) == tag) {
                hits[end++] = entry >>> TAG_BITS << BIN_BITS | bin;
            }
        }
        return end;
    }

    private long bucketAt(long hash) {
        return Math.unsignedMultiplyHigh(hash, buckets) * BUCKET_BYTES;
    }

    /// The high bits choose the bucket, the low ones are the tag.
    private static long hash(int bin, int value) {
        long mixed = ((long) bin << Integer.SIZE | value) * GOLDEN;
        mixed = (mixed ^ mixed >>> 29) * GOLDEN;
        return mixed ^ mixed >>> 32;
    }
}
