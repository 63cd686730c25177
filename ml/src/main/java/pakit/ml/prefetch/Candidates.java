package pakit.ml.prefetch;

import java.util.Arrays;

/// What the predictors name after one access: each block once, with all that speaks for it, [#MAX] at most; those that
/// are named first count. Not thread-safe.
final class Candidates {
    static final int MAX = 48;

    private static final int SLOTS = 128;
    private static final int SLOTS_SHIFT = 57;
    private static final int FAR = Integer.MAX_VALUE;

    private final long[] ids = new long[MAX];
    private final int[] votes = new int[MAX];
    private final int[] pairVotes = new int[MAX];
    private final boolean[] deep = new boolean[MAX];
    private final boolean[] siblings = new boolean[MAX];
    private final int[] distances = new int[MAX];
    private final int[] slots = new int[SLOTS];
    private int count;

    void clear() {
        Arrays.fill(slots, 0);
        count = 0;
    }

    int count() {
        return count;
    }

    long id(int at) {
        return ids[at];
    }

    /// After how many of the earlier accesses to the same block it came.
    int votes(int at) {
        return votes[at];
    }

    /// After how many of the earlier accesses to the same two blocks it came.
    int pairVotes(int at) {
        return pairVotes[at];
    }

    /// Whether it came after the same three.
    boolean deep(int at) {
        return deep[at];
    }

    boolean sibling(int at) {
        return siblings[at];
    }

    /// The least distance, in accesses or siblings.
    int distance(int at) {
        return distances[at];
    }

    /// `id` came `distance` accesses after the same block.
    void follower(long id, int distance) {
        int at = find(id, distance);
        if (at >= 0) {
            votes[at]++;
        }
    }

    /// `id` came `distance` accesses after the same two blocks.
    void pairFollower(long id, int distance, boolean afterThree) {
        int at = find(id, distance);
        if (at >= 0) {
            pairVotes[at]++;
            deep[at] |= afterThree;
        }
    }

    /// `id` is that many siblings away.
    void sibling(long id, int distance) {
        int at = find(id, distance);
        if (at >= 0) {
            siblings[at] = true;
        }
    }

    private int find(long id, int distance) {
        int slot = (int) (id * Hashes.GOLDEN >>> SLOTS_SHIFT);
        while (slots[slot] != 0 && ids[slots[slot] - 1] != id) {
            slot = slot + 1 & SLOTS - 1;
        }
        int at = slots[slot] != 0 ? slots[slot] - 1 : begin(id, slot);
        if (at >= 0) {
            distances[at] = Math.min(distances[at], distance);
        }
        return at;
    }

    private int begin(long id, int slot) {
        if (count == MAX) {
            return -1;
        }
        int at = count++;
        slots[slot] = count;
        ids[at] = id;
        votes[at] = 0;
        pairVotes[at] = 0;
        deep[at] = false;
        siblings[at] = false;
        distances[at] = FAR;
        return at;
    }
}
