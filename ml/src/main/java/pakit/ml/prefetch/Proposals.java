package pakit.ml.prefetch;

import org.jspecify.annotations.Nullable;
import pakit.hint.Found;

/// Candidates whose fate is open, those that were named and those that only might have been: a ring with chains of
/// equal hashes through it. A candidate counts as used if it was asked for after it could have been there, and within
/// the horizon from then; a block that was named is wasted if nobody asks for it for [#PATIENCE] times as long. Not
/// thread-safe.
final class Proposals {
    private static final int CHAIN_MAX = 24;
    private static final int PATIENCE = 8;
    private static final int NONE = -1;

    private final long[] ids;
    private final int[] cells;
    private final long[] times;
    private final long[] before;
    private final boolean[] open;
    private final boolean[] named;
    private final long[] heads;
    private final int mask;
    private final int shift;
    private final int horizon;
    private final UseTable uses;
    private final WasteBudget budget;
    private long size;
    private long judged;
    private long settled;
    private int lead;
    private @Nullable Fates fates;

    Proposals(PrefetchSettings settings, UseTable uses, WasteBudget budget) {
        int capacity = settings.proposalsMax();
        ids = new long[capacity];
        cells = new int[capacity];
        times = new long[capacity];
        before = new long[capacity];
        open = new boolean[capacity];
        named = new boolean[capacity];
        heads = new long[capacity];
        mask = capacity - 1;
        shift = 64 - Integer.numberOfTrailingZeros(capacity);
        this.horizon = settings.horizon();
        this.uses = uses;
        this.budget = budget;
    }

    /// How many accesses a fetch takes, from now on.
    void lead(int accesses) {
        lead = accesses;
    }

    /// @param isNamed whether it is going to be fetched
    void add(long id, int cell, long now, boolean isNamed) {
        if (judged == size - ids.length) {
            judge(slot(judged++));
        }
        if (settled == size - ids.length) {
            settle(slot(settled++));
        }
        int slot = slot(size);
        int place = place(id);
        ids[slot] = id;
        cells[slot] = cell;
        times[slot] = now;
        before[slot] = heads[place];
        open[slot] = true;
        named[slot] = isNamed;
        heads[place] = ++size; // counted from 1, so that 0 is none
    }

    /// `id` is asked for: all that proposed it lately were right, but for those before one that was named. That was
    /// early enough; to have named it before would have gained nothing, and so they count as unused.
    void accessed(long id, long now, Found found) {
        for (int slot = latest(id, heads[place(id)]); slot != NONE; slot = latest(id, before[slot])) {
            boolean wasNamed = named[slot];
            if (!open[slot] && !wasNamed) {
                return; // so are all that are older
            }
            if (open[slot]) {
                open[slot] = false;
                boolean inTime = now - times[slot] > lead && !(wasNamed && found == Found.READ);
                learn(cells[slot], inTime);
            }
            if (wasNamed) {
                named[slot] = false;
                budget.met(found);
                return;
            }
        }
    }

    /// Ends what waited too long.
    void expire(long now) {
        while (judged < size && times[slot(judged)] + lead + horizon < now) {
            judge(slot(judged++));
        }
        while (settled < size && times[slot(settled)] + lead + (long) PATIENCE * horizon < now) {
            settle(slot(settled++));
        }
    }

    private void judge(int slot) {
        if (open[slot]) {
            open[slot] = false;
            learn(cells[slot], false);
        }
    }

    private void settle(int slot) {
        if (named[slot]) {
            named[slot] = false;
            budget.wasted();
        }
    }

    void tell(Fates listener) {
        fates = listener;
    }

    private void learn(int cell, boolean wasUsed) {
        Fates told = fates;
        if (told != null) {
            told.ended(Cell.evidence(cell), wasUsed);
        }
        if (wasUsed) {
            uses.used(cell);
        } else {
            uses.unused(cell);
        }
    }

    /// How many open proposals name `id`; negative if it was named and not asked for since.
    int evidence(long id) {
        int count = 0;
        for (int slot = latest(id, heads[place(id)]);
                slot != NONE && count < Cell.EVIDENCE_MAX;
                slot = latest(id, before[slot])) {
            if (named[slot]) {
                return -1;
            }
            if (!open[slot]) {
                return count;
            }
            count++;
        }
        return count;
    }

    /// When `id` was named, if nobody asked for it since; else negative.
    long namedAt(long id) {
        int slot = latest(id, heads[place(id)]); // nobody proposes again what was named
        return slot != NONE && named[slot] ? times[slot] : -1;
    }

    /// The slot of the latest proposal of `id` in the chain that begins at `position`.
    private int latest(long id, long position) {
        long at = position - 1;
        for (int i = 0; i < CHAIN_MAX && at >= 0 && at >= size - ids.length; i++) {
            int slot = slot(at);
            if (ids[slot] == id) {
                return slot;
            }
            at = before[slot] - 1;
        }
        return NONE;
    }

    private int slot(long position) {
        return (int) position & mask;
    }

    private int place(long id) {
        return (int) (id * Hashes.GOLDEN >>> shift);
    }
}
