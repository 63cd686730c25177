package pakit.ml.prefetch;

/// The order of blocks in the nodes that were read lately: a ring of nodes, each followed by its children, and a table
/// from a block to its latest place there. Not thread-safe.
public final class SiblingRing implements Structure {
    /// Blocks whose hashes meet forget the earlier one; the more places, the fewer meet.
    private static final int PLACES = 4;

    private final long[] ids;
    private final int[] families;
    private final int[] places;
    private final int mask;
    private final int shift;
    private int next;
    private int family;

    /// @param capacity a power of two: blocks that are remembered
    public SiblingRing(int capacity) {
        if (Integer.bitCount(capacity) != 1 || capacity < 16) {
            throw new IllegalArgumentException("capacity must be a power of two from 16, found " + capacity);
        }
        ids = new long[capacity];
        families = new int[capacity];
        places = new int[capacity * PLACES];
        mask = capacity - 1;
        shift = 64 - Integer.numberOfTrailingZeros(capacity * PLACES);
        next = capacity + 1; // zeros of the empty table lie before the ring
    }

    /// A node was read that has these children, of which as many are remembered as the ring holds.
    public void add(long node, long[] children) {
        family++;
        put(node);
        for (int i = 0; i < children.length && i < mask; i++) {
            put(children[i]);
        }
    }

    private void put(long id) {
        int slot = next & mask;
        ids[slot] = id;
        families[slot] = family;
        places[place(id)] = next++;
    }

    @Override
    public long after(long id, int steps) {
        int position = places[place(id)];
        int slot = position & mask;
        int there = position + steps;
        boolean known = ids[slot] == id && steps < next - position && next - position <= ids.length;
        return known && families[there & mask] == families[slot] ? ids[there & mask] : NONE;
    }

    private int place(long id) {
        return (int) (id * Hashes.GOLDEN >>> shift);
    }
}
