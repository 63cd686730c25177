package pakit.car;

import pakit.block.BlockId;

/// Which blocks were met, by the first 128 bits of their digests, in 22 to 43 bytes each: nobody can make two blocks
/// that share these (that takes 2^64 tries), while with 64 bits anybody could, and one of the two would be left out.
/// The same digest as a leaf and as a node are two. Not thread-safe.
final class BlockIdSet {
    private static final int FIRST_SLOTS = 1 << 10;

    /// Two words a slot; two zeros mark a free one. (No digest is zero: nobody has found such bytes.)
    private long[] slots = new long[2 * FIRST_SLOTS];

    private int used;

    /// @return whether it was new
    boolean add(BlockId id) {
        if (8L * used >= 3L * slots.length) {
            grow();
        }
        long high = id.kind() == BlockId.Kind.RAW ? id.digestWord(0) : ~id.digestWord(0);
        int slot = find(slots, high, id.digestWord(1));
        if (slots[slot] != 0 || slots[slot + 1] != 0) {
            return false;
        }
        slots[slot] = high;
        slots[slot + 1] = id.digestWord(1);
        used++;
        return true;
    }

    private void grow() {
        long[] wider = new long[Math.multiplyExact(slots.length, 2)];
        for (int i = 0; i < slots.length; i += 2) {
            if (slots[i] != 0 || slots[i + 1] != 0) {
                int slot = find(wider, slots[i], slots[i + 1]);
                wider[slot] = slots[i];
                wider[slot + 1] = slots[i + 1];
            }
        }
        slots = wider;
    }

    /// The slot that holds the words, or the free one where they belong.
    private static int find(long[] slots, long high, long low) {
        int mask = slots.length - 1;
        int slot = 2 * Long.hashCode(high) & mask;
        while ((slots[slot] != 0 || slots[slot + 1] != 0) && (slots[slot] != high || slots[slot + 1] != low)) {
            slot = slot + 2 & mask;
        }
        return slot;
    }
}
