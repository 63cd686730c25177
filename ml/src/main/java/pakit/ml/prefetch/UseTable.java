package pakit.ml.prefetch;

/// How often what looked like this was asked for soon after: counts per cell, with forgetting. A cell that saw little
/// leans on its group. Not thread-safe while it learns.
final class UseTable {
    /// So many looks a cell's group is worth beside what it saw itself.
    private static final float LEAN = 6;

    /// Beyond this the counts are halved: what is older fades.
    static final float COUNT_MAX = 512;

    /// What a group is taken to be before it saw anything: used once in four times, on the strength of two looks.
    private static final float PRIOR_USED = 0.5f;

    private static final float PRIOR_SEEN = 2;

    private final float[] used = new float[Cell.COUNT];
    private final float[] seen = new float[Cell.COUNT];
    private final float[] groupUsed = new float[Cell.GROUPS];
    private final float[] groupSeen = new float[Cell.GROUPS];

    /// The chance that a candidate of this cell is asked for in time, above 0 and below 1.
    float chance(int cell) {
        int group = Cell.group(cell);
        float lean = (groupUsed[group] + PRIOR_USED) / (groupSeen[group] + PRIOR_SEEN);
        return (used[cell] + LEAN * lean) / (seen[cell] + LEAN);
    }

    void used(int cell) {
        unused(cell);
        used[cell]++;
        groupUsed[Cell.group(cell)]++;
    }

    void unused(int cell) {
        see(used, seen, cell);
        see(groupUsed, groupSeen, Cell.group(cell));
    }

    private static void see(float[] used, float[] seen, int at) {
        if (seen[at] >= COUNT_MAX) {
            seen[at] /= 2;
            used[at] /= 2;
        }
        seen[at]++;
    }

    /// What cells, or groups behind them, saw.
    float seen(int index) {
        return index < Cell.COUNT ? seen[index] : groupSeen[index - Cell.COUNT];
    }

    /// What of that was used.
    float usedOf(int index) {
        return index < Cell.COUNT ? used[index] : groupUsed[index - Cell.COUNT];
    }

    void set(int index, float usedThere, float seenThere) {
        if (index < Cell.COUNT) {
            used[index] = usedThere;
            seen[index] = seenThere;
        } else {
            groupUsed[index - Cell.COUNT] = usedThere;
            groupSeen[index - Cell.COUNT] = seenThere;
        }
    }
}
