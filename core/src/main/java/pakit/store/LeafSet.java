package pakit.store;

/// A set of leaves' ids in about 16 bytes each: an open table of the first 64 bits of their digests.
///
/// Two leaves that share those bits are taken for one. The price is a leaf of garbage that stays; nothing that is in
/// use can be lost by it, because a leaf leads nowhere. Nodes, which lead on, must not be kept here. Not thread-safe.
final class LeafSet {
    private static final int FIRST_SLOTS = 1 << 10;

    /// Zero marks a free slot.
    private long[] slots = new long[FIRST_SLOTS];

    private int used;
    private boolean hasZero;

    /// @return whether it was new
    boolean add(long digestWord) {
        if (digestWord == 0) {
            boolean fresh = !hasZero;
            hasZero = true;
            return fresh;
        }
        if (4L * used >= 3L * slots.length) {
            grow();
        }
        int slot = find(slots, digestWord);
        if (slots[slot] != 0) {
            return false;
        }
        slots[slot] = digestWord;
        used++;
        return true;
    }

    boolean contains(long digestWord) {
        return digestWord == 0 ? hasZero : slots[find(slots, digestWord)] != 0;
    }

    long size() {
        return used + (hasZero ? 1L : 0L);
    }

    private void grow() {
        long[] wider = new long[2 * slots.length];
        for (long word : slots) {
            if (word != 0) {
                wider[find(wider, word)] = word;
            }
        }
        slots = wider;
    }

    /// The slot that holds `word`, or the free one where it belongs.
    private static int find(long[] slots, long word) {
        int mask = slots.length - 1;
        int slot = Long.hashCode(word) & mask;
        while (slots[slot] != 0 && slots[slot] != word) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }
}
