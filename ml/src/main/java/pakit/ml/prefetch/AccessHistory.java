package pakit.ml.prefetch;

/// The last accesses in their order, and for each of them where its block was accessed before, and where it was after
/// the same block: a ring of ids with chains of equal hashes through it, as Lempel-Ziv compressors keep their window.
/// Both predictors over the past are read off it exactly, whatever the number of blocks: what followed the same two
/// accesses (Markov-2), and what followed within a window (the probability graph: Griffioen and Appleton, "Reducing
/// File System Latency using a Predictive Approach", USENIX 1994). Not thread-safe.
///
/// Positions are ints that wrap around; what a chain leads to counts only if it lies in the ring and has the id.
final class AccessHistory {
    /// Hashes that meet in one chain are rare; what is looked at stays bounded all the same.
    private static final int CHAIN_MAX = 12;

    private final long[] ids;
    private final int[] beforeOne;
    private final int[] beforePair;
    private final int[] headsOne;
    private final int[] headsPair;
    private final int mask;
    private final int shift;
    private int next;
    private int count;

    AccessHistory(int capacity) {
        ids = new long[capacity];
        beforeOne = new int[capacity];
        beforePair = new int[capacity];
        headsOne = new int[capacity];
        headsPair = new int[capacity];
        mask = capacity - 1;
        shift = 64 - Integer.numberOfTrailingZeros(capacity);
        next = capacity + 1; // zeros of empty tables lie before the ring
    }

    int count() {
        return count;
    }

    /// @return the position of this access
    int add(long id) {
        int slot = next & mask;
        ids[slot] = id;
        int one = place(id);
        beforeOne[slot] = headsOne[one];
        headsOne[one] = next;
        if (count > 0) {
            int pair = place(Hashes.pair(id(next - 1), id));
            beforePair[slot] = headsPair[pair];
            headsPair[pair] = next;
        }
        count = Math.min(count + 1, ids.length);
        return next++;
    }

    long id(int position) {
        return ids[position & mask];
    }

    /// The access of that number, 0 being the oldest that is remembered.
    long remembered(int number) {
        return id(next - count + number);
    }

    private boolean holds(int position) {
        int age = next - position;
        return age > 0 && age <= count;
    }

    /// Fills `found` with the latest positions before `now` that have the same id, the latest first.
    ///
    /// @return how many
    int occurrences(int now, int[] found) {
        long id = id(now);
        int filled = 0;
        int position = beforeOne[now & mask];
        for (int i = 0; i < CHAIN_MAX && filled < found.length && holds(position); i++) {
            if (id(position) == id) {
                found[filled++] = position;
            }
            position = beforeOne[position & mask];
        }
        return filled;
    }

    /// As [#occurrences], of those that came after the same access as `now`.
    int pairs(int now, int[] found) {
        if (count < 2) {
            return 0;
        }
        long id = id(now);
        long last = id(now - 1);
        int filled = 0;
        int position = beforePair[now & mask];
        for (int i = 0; i < CHAIN_MAX && filled < found.length && holds(position - 1); i++) {
            if (id(position) == id && id(position - 1) == last) {
                found[filled++] = position;
            }
            position = beforePair[position & mask];
        }
        return filled;
    }

    /// Whether the three accesses up to `a` are those up to `b`.
    boolean deepMatch(int a, int b) {
        return holds(a - 2) && id(a - 2) == id(b - 2) && id(a - 1) == id(b - 1) && id(a) == id(b);
    }

    private int place(long hash) {
        return (int) (hash * Hashes.GOLDEN >>> shift);
    }
}
